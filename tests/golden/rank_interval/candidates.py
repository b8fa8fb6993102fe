"""Invents the candidates of six districts: `python3 candidates.py > candidates.csv`."""

import random

random.seed(20261130)
MEANS = {"东区": 78, "西区": 74, "南区": 73, "北区": 66, "新区": 73, "山区": 58}
print("考号,区县,学校,数学")
number = 0
for district, mean in MEANS.items():
    for school in range(1, 8 if district != "山区" else 2):
        own = mean + random.gauss(0, 3)
        for _ in range(random.randint(12, 30)):
            number += 1
            score = min(100, max(0, round(random.gauss(own, 11))))
            print(f"{number:04},{district},{district}{school}校,{score}")
