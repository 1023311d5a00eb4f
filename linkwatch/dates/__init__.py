"""Dates as people write them, with the precision and offset with which they were written.

`written` reads whole dates in running text, `numerals` those in Japanese numerals, `damaged` those that lost their
marks on the way (年月日 stripped by a program), `addresses` those in URLs. A date that can be read in two ways is not
read: a wrong date is worse than none.
"""

from linkwatch.dates.addresses import from_url
from linkwatch.dates.damaged import restore
from linkwatch.dates.moment import day_of, year_of
from linkwatch.dates.written import Dated, find, find_yearless, read

__all__ = ["Dated", "day_of", "find", "find_yearless", "from_url", "read", "restore", "year_of"]
