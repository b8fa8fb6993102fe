"""Makes the workbooks of this folder: openpyxl writes, LibreOffice converts, msoffcrypto protects.

Needs `pip install openpyxl msoffcrypto-tool` and LibreOffice; the tests need none of them.
"""

import pathlib
import subprocess
import tempfile

import msoffcrypto.format.ooxml
import openpyxl

HERE = pathlib.Path(__file__).parent
ROWS = [
    ["2024年期末考试成绩"],
    ["准考证号", "姓名", "学校", "班级", "语文", "数学", "总分"],
    ["0101", "张三", "第一中学", "1", 90, 85.5, 175.5],
    ["0102", "李㐀", "第一中学", "1", "缺考", 88, 88],
    ["0201", "王𠮷", "第二中学", "2", 72, None, 72],
    ["0202", "赵，六", "第二 中学", "2", "78分", "８５", 163],
    ["合计", None, None, None, 162, 258.5, 498.5],
]


def main():
    workbook = openpyxl.Workbook()
    notes = workbook.active
    notes.title = "说明"
    notes["A1"] = "本表由教务处导出"
    sheet = workbook.create_sheet("成绩")
    for row in ROWS:
        sheet.append(row)
    sheet.merge_cells("A1:G1")
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "scores.xlsx"
        workbook.save(path)
        (HERE / "scores.xlsx").write_bytes(path.read_bytes())
        for kind in ("ods", "xls"):
            subprocess.run(
                ["soffice", "--headless", "--convert-to", kind, "--outdir", str(HERE), str(path)], check=True
            )
        with path.open("rb") as plain, (HERE / "protected.xlsx").open("wb") as protected:
            msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt("secret", protected)


main()
