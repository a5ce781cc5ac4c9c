"""Working days, and the time limits the law counts in them.

Pure: nothing here asks what day it is.
"""
