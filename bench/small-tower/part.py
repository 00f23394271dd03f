"""Part of FER2013's training faces as a separate data set: 6,000 for training, 2,500 others to compare settings, none from the validation split.

Usage: python bench/small-tower/part.py FERPLUS OUT        then fer2013:OUT names it
"""
import csv
import pathlib
import random
import sys

source, out = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
rows = list(csv.DictReader(open(source / "fer2013-labels.csv")))
faces = [row for row in rows if row["split"] == "train" and row["duplicate_in_other_split"] == "0"]
random.Random(7).shuffle(faces)
train, judged = faces[:6000], faces[6000:8500]
(out / "FER2013Valid").mkdir(parents=True, exist_ok=True)
(out / "FER2013Train").symlink_to(source / "FER2013Train")
for row in judged:
    (out / "FER2013Valid" / row["image"]).symlink_to(source / "FER2013Train" / row["image"])
with open(out / "fer2013-labels.csv", "w", newline="") as file:
    writer = csv.DictWriter(file, rows[0].keys())
    writer.writeheader()
    writer.writerows(train)
    writer.writerows(row | {"split": "valid"} for row in judged)
