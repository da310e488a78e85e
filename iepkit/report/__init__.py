"""What an organisation hands to its board and its funder."""
