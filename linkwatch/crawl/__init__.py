"""Links to pages: the visits of a night, on the live web or from WARC files.

``run`` is one crawl. Links come from the store in blocks (``feed``), each is a conversation of requests
(``visiting``), every request goes through one gate (``gate``: robots.txt, pace, guard), pages are read
in processes of their own (``workers``) and written in batches (``writer``). Scrapy moves the requests.
"""

from linkwatch.crawl.engine import run
from linkwatch.crawl.replay import Replay
from linkwatch.crawl.settings import CrawlSettings
from linkwatch.crawl.shared import Outcome, Progress
from linkwatch.crawl.workers import Workers

__all__ = ["CrawlSettings", "Outcome", "Progress", "Replay", "Workers", "run"]
