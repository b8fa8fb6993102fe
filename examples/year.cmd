@echo off
chcp 65001 >nul
cd /d "%~dp0"
rem The year of each county whose folder stands beside this file. A double click, or: year.cmd --year 2011
edugauge run "*\edugauge.toml" %*
pause
