"""The workshop server: the dashboards on the phones of the room, with no internet."""
