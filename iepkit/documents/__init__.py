"""What a parent takes home: letters, lists, dates and a calendar file.

Everything is made in memory and given back; nothing that was typed is written or logged.
"""
