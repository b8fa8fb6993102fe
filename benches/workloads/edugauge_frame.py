"""Participation by residence of a frame made of a Parquet file, as people have them in memory.

python -m workloads.edugauge_frame file.parquet polars|pandas|engine [made]

With ``made`` the frame is made and not counted.
"""

import sys

import polars

import edugauge as eg
from workloads.yearly import SUBJECTS

path, way = sys.argv[1:3]
frame = polars.read_parquet(path)
if way == "pandas":
    frame = frame.to_pandas()
if sys.argv[3:] == ["made"]:
    sys.exit()
if way == "engine":
    exam = eg.Tally.from_frame(frame, keys="城乡类别", subjects=list(SUBJECTS), candidate_id="考号")
else:
    exam = eg.read_scores(frame)
eg.participation_rate(exam, by="residence")
