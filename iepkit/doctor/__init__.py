"""The evening before: is this laptop ready for the room?"""
