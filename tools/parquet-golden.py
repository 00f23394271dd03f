"""Small Parquet files written by pyarrow, polars, pandas, fastparquet and DuckDB, and their contents.

    pip install pyarrow polars pandas fastparquet duckdb
    python tools/parquet-golden.py test/golden/parquet
"""

import json
import pathlib
import random
import sys

import duckdb
import polars
import pyarrow
import pyarrow.parquet as parquet

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
source = random.Random(1)

rows = 60
images = [
    {"bytes": source.randbytes(20) + b"face" * source.randrange(20), "path": f"{row}.png"} for row in range(rows)
]
images[3] = {"bytes": None, "path": "only-a-path.png"}
images[4] = {"bytes": b"", "path": None}
table = pyarrow.table(
    {
        "image": pyarrow.array(images),
        "label": pyarrow.array([row * 5 % 7 for row in range(rows)], pyarrow.int64()),
        "name": pyarrow.array([None if row % 13 == 5 else f"class {row // 3 % 5}" for row in range(rows)]),
        "votes": pyarrow.array([None if row % 11 == 2 else row / 3 for row in range(rows)], pyarrow.float64()),
        "single": pyarrow.array([row / 7 for row in range(rows)], pyarrow.float32()),
        "small": pyarrow.array([row - 30 for row in range(rows)], pyarrow.int8()),
        "flag": pyarrow.array([row % 3 == 0 for row in range(rows)]),
    }
)

parquet.write_table(table, folder / "pyarrow.parquet")
parquet.write_table(table, folder / "pyarrow-groups.parquet", row_group_size=25, data_page_size=64, write_batch_size=8)
parquet.write_table(table, folder / "pyarrow-plain.parquet", use_dictionary=False, compression="none")
parquet.write_table(table, folder / "pyarrow-pages-2.parquet", data_page_version="2.0")
parquet.write_table(table, folder / "pyarrow-pages-2-unpacked.parquet", data_page_version="2.0", compression="none")
# As the library `datasets` writes images: uncompressed, no dictionary, content-defined chunking, page indexes.
parquet.write_table(
    table,
    folder / "datasets.parquet",
    use_content_defined_chunking=True,
    write_page_index=True,
    use_dictionary=["label", "name"],
    compression={"image": "none", **{name: "snappy" for name in table.column_names[1:]}},
)
polars.from_arrow(table).write_parquet(folder / "polars.parquet", compression="snappy")
polars.from_arrow(table).write_parquet(folder / "polars-zstd.parquet")  # its default
duckdb.sql(f"copy (select * from \"table\") to '{folder}/duckdb.parquet'")
duckdb.sql(f"copy (select * from \"table\") to '{folder}/duckdb-zstd.parquet' (compression zstd)")
duckdb.sql(f"copy (select * from \"table\") to '{folder}/duckdb-gzip.parquet' (compression gzip)")
parquet.write_table(table, folder / "pyarrow-zstd-pages-2.parquet", compression="zstd", data_page_version="2.0")
parquet.write_table(table, folder / "pyarrow-gzip-groups.parquet", compression="gzip", row_group_size=25)
parquet.write_table(table, folder / "pyarrow-gzip-pages-2.parquet", compression="gzip", data_page_version="2.0")
parquet.write_table(table, folder / "pyarrow-brotli.parquet", compression="brotli")
table.to_pandas().to_parquet(folder / "pandas-gzip.parquet", compression="gzip")
# Without nested columns, which it does not write.
table.drop_columns(["image"]).to_pandas().to_parquet(folder / "fastparquet.parquet", engine="fastparquet")

# Unsupported features, refused by name.
parquet.write_table(table, folder / "refused-lz4.parquet", compression="lz4")
parquet.write_table(
    table.select(["image", "label"]),
    folder / "refused-delta.parquet",
    use_dictionary=False,
    column_encoding={"label": "DELTA_BINARY_PACKED", "image.bytes": "PLAIN", "image.path": "PLAIN"},
)


def plain(value):
    return value.hex() if isinstance(value, bytes) else value


columns = {
    "image.bytes": [plain(image["bytes"]) for image in images],
    "image.path": [image["path"] for image in images],
    **{name: table[name].to_pylist() for name in table.column_names[1:]},
}
(folder / "columns.json").write_text(json.dumps(columns) + "\n")
