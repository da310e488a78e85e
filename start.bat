@echo off
rem Double-click to serve the workshop on Windows. It needs Python 3.11 or newer.
cd /d "%~dp0"
py -3 start.py serve %*
if errorlevel 9009 echo Python is missing. Install Python 3.11 or newer from python.org, and try again.
pause
