"""Brings a language to whoever checks it, as a spreadsheet, and takes it back."""
