"""Writes protected.xls and protected.ods: LibreOffice saves one small sheet under the password `secret`.

Run by the Python that brings `uno`, beside
`soffice --headless --accept="socket,host=127.0.0.1,port=2902;urp;"`; the tests need neither.
"""

import pathlib
import time

import uno
from com.sun.star.beans import PropertyValue

HERE = pathlib.Path(__file__).parent
PLACE = "uno:socket,host=127.0.0.1,port=2902;urp;StarOffice.ComponentContext"
ROWS = [["考号", "语文"], ["01", "90"]]


def properties(**values):
    return tuple(PropertyValue(Name=name, Value=value) for name, value in values.items())


def office():
    local = uno.getComponentContext()
    find = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(40):
        try:
            return find.resolve(PLACE)
        except Exception:
            time.sleep(0.5)
    raise SystemExit("LibreOffice does not answer")


def main():
    context = office()
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    document = desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, properties(Hidden=True))
    sheet = document.Sheets.getByIndex(0)
    for row, cells in enumerate(ROWS):
        for column, text in enumerate(cells):
            sheet.getCellByPosition(column, row).setString(text)
    for name, writer in [("protected.xls", "MS Excel 97"), ("protected.ods", "calc8")]:
        document.storeToURL((HERE / name).as_uri(), properties(FilterName=writer, Password="secret"))
    document.close(True)


main()
