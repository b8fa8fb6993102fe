"""The lower tail of the standard normal by mpmath: writes normal.csv.

pip install mpmath
python normal.py
"""

from pathlib import Path

from mpmath import mp, mpf

mp.dps = 40
points = [-37.5, -20, -10, -5.5, *(k / 8 for k in range(-32, 33) if k), 5.5]
rows = (f"{x!r},{mp.nstr(mp.ncdf(mpf(x)), 18, min_fixed=0, max_fixed=0)}" for x in map(float, points))
Path(__file__).with_name("normal.csv").write_text("x,cdf\n" + "\n".join(rows) + "\n")
