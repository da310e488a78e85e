#!/bin/sh
# Double-click to serve the workshop on a Mac. It needs Python 3.11 or newer.
cd "$(dirname "$0")" || exit 1
if ! command -v python3 >/dev/null; then
  echo "Python is missing. Install Python 3.11 or newer from python.org, and try again."
  exit 1
fi
exec python3 start.py serve "$@"
