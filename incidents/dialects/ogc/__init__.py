"""OGC API – Features over the record: what QGIS, GDAL, R's sf and ArcGIS open as a layer.

Source of rules: OGC API – Features, part 1 (17-069r4, and where it says more 17-069r5), part 2 (18-058r1),
part 3 (19-079r2) and part 5 (23-058r2).
"""
