"""Lists of records as workbooks, as every list of the desk is taken along."""

from guiju.checkup.export_list import XLSX, CellValue, Column, download, workbook

__all__ = ["XLSX", "CellValue", "Column", "download", "workbook"]
