@echo off
chcp 65001 >nul
cd /d "%~dp0"
rem Double-click for the year in each configuration, or: year.cmd --year 2011
edugauge --lang zh run "counties\*\edugauge.toml" --out releases %*
pause
