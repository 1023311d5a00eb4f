"""What stands around an article and changes from night to night, in the language of the site."""

from __future__ import annotations

from dataclasses import dataclass, replace

WORDS = {
    "ja": {
        "home": "ホーム", "nav": ["政治", "経済", "社会", "国際", "スポーツ", "文化", "地域", "天気"],
        "related": "関連記事", "ranking": "アクセスランキング", "share": "シェア", "comments": "コメント",
        "ago": "{}分前", "views": "{}回視聴", "reading": "この記事は{}分で読めます", "updated": "最終更新日：2024年9月{}日",
        "cookie": "当サイトではクッキーを使用しています。閲覧を続けると、その使用に同意したものとみなされます。",
        "ad": ["今だけ半額！ 春の通信講座", "家計の見直し、無料で相談", "広告：ふるさとの味を食卓へ"],
        "newsletter": "メールマガジンに登録する", "follow": "公式アカウントをフォロー", "search": "検索",
        "footer": "Copyright © {} All rights reserved. 無断転載を禁じます。", "contact": "お問い合わせ", "today": "2024年9月{}日（水）",
        "tweets": "公式アカウントの投稿", "said": ["勉強になりました。", "続報を待っています。", "知りませんでした。", "同じ意見です。"],
        "stories": [
            "台風が接近、週末は大荒れの予想", "駅前の再開発、来春に着工へ", "秋の味覚、サンマの水揚げ始まる", "県立高校の志願倍率が確定",
            "人気の宿に聞く、混まない時期", "新しい図書館の愛称を募集", "国道の渋滞対策、社会実験を開始", "子ども向けの科学教室が好評",
            "老舗の和菓子店が百周年", "空港の利用者、前の年を上回る", "市民マラソン、参加者の募集を開始", "伝統の祭り、四年ぶりに通常開催",
        ],
    },
    "en": {
        "home": "Home", "nav": ["News", "Politics", "Business", "World", "Sport", "Culture", "Weather", "Opinion"],
        "related": "Related stories", "ranking": "Most read", "share": "Share", "comments": "Comments",
        "ago": "{} minutes ago", "views": "{} views", "reading": "{} min read", "updated": "Last updated: September {}, 2024",
        "cookie": "We use cookies to improve your visit. By browsing on you agree to our use of cookies.",
        "ad": ["Half price until Sunday: garden furniture", "Compare home insurance today", "Advertisement: fly for less"],
        "newsletter": "Sign up for our newsletter", "follow": "Follow us", "search": "Search",
        "footer": "Copyright © {} All rights reserved.", "contact": "Contact us", "today": "Wednesday, September {}, 2024",
        "tweets": "Tweets by our newsroom", "said": ["Thanks for this.", "I did not know that.", "What a mess.", "Good news at last."],
        "stories": [
            "Storm expected to reach the coast by Friday", "Old mill to become a concert hall", "Why the price of butter is rising",
            "School league tables published", "Ten walks for a wet weekend", "Airport passengers up on last year", "Library asks readers for a name",
            "Bakery marks its hundredth birthday", "Roadworks to last until Christmas", "Festival returns after four years",
            "Rowing club wins regional cup", "New bins for every household",
        ],
    },
    "zh": {
        "home": "首页", "nav": ["要闻", "财经", "社会", "国际", "体育", "文化", "天气", "评论"],
        "related": "相关阅读", "ranking": "热门排行", "share": "分享", "comments": "评论",
        "ago": "{}分钟前", "views": "{}次阅读", "reading": "阅读时间：{}分钟", "updated": "更新：2024-09-{}",
        "cookie": "本站使用Cookie以改善浏览体验，继续浏览即表示同意。", "ad": ["限时五折", "免费咨询", "广告：家乡的味道"],
        "newsletter": "订阅邮件", "follow": "关注我们", "search": "搜索", "footer": "Copyright © {} 版权所有", "contact": "联系我们",
        "today": "2024年9月{}日 星期三", "tweets": "官方微博", "said": ["学到了。", "期待后续。", "原来如此。", "支持。"],
        "stories": ["台风逼近，周末有大雨", "车站改造明年动工", "秋季水产上市", "新图书馆征集馆名", "老字号迎来百年", "机场客流增长", "国道限行试验开始", "马拉松报名开始", "传统庙会恢复举办", "科普课堂受欢迎"],
    },
    "ko": {
        "home": "홈", "nav": ["정치", "경제", "사회", "국제", "스포츠", "문화", "날씨", "오피니언"],
        "related": "관련 기사", "ranking": "많이 본 뉴스", "share": "공유", "comments": "댓글",
        "ago": "{}분 전", "views": "조회수 {}", "reading": "읽는 시간 {}분", "updated": "최종수정 2024.09.{}",
        "cookie": "이 사이트는 쿠키를 사용합니다. 계속 이용하면 동의하는 것으로 봅니다.", "ad": ["오늘만 반값", "무료 상담", "광고: 고향의 맛"],
        "newsletter": "뉴스레터 구독", "follow": "팔로우", "search": "검색", "footer": "Copyright © {} 무단 전재 금지", "contact": "문의",
        "today": "2024년 9월 {}일 수요일", "tweets": "공식 계정", "said": ["잘 봤습니다.", "몰랐네요.", "후속 기사 기다립니다.", "동의합니다."],
        "stories": ["태풍 북상, 주말 큰비", "역 앞 재개발 내년 착공", "가을 수산물 출하 시작", "새 도서관 이름 공모", "백 년 된 빵집", "공항 이용객 증가", "마라톤 참가자 모집", "전통 축제 재개", "과학 교실 인기", "국도 정체 대책"],
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """One night's state of everything around an article; equal numbers look equal."""

    language: str
    outlet: str
    nav: int = 0
    related: int = 0
    ranking: int = 0
    shares: int = 0
    advert: int = 0
    ago: int = 0
    comments: int = 0
    token: int = 0
    cookie: int = 0
    views: int = 0
    reading: int = 0
    updated: int = 0
    today: int = 0
    newsletter: int = 0
    embed: int = 0
    markup: int = 0
    """1: the same words in other tags and other white space."""
    typing: int = 0
    """1: the same words with other widths, quotes and dashes."""

    def words(self, name: str) -> str:
        """A line of furniture in the site's language, with tonight's number in it."""
        line = WORDS[self.language][name]
        assert isinstance(line, str)
        number = {"ago": 3 + 7 * self.ago, "views": 1204 + 317 * self.views, "reading": 4 + self.reading,
                  "updated": 11 + self.updated, "today": 11 + self.today}.get(name)  # fmt: skip
        return line.format(number if number is not None else self.outlet)

    def stories(self, shift: int, count: int) -> list[str]:
        """Headlines of other articles."""
        every = WORDS[self.language]["stories"]
        return [every[(shift * 3 + k) % len(every)] for k in range(count)]

    def menu(self) -> list[str]:
        """The site's menu."""
        entries = list(WORDS[self.language]["nav"])
        return entries if not self.nav else [entries[1], entries[0], *entries[2:-1], self.words("contact")]

    def said(self) -> list[str]:
        """Readers' comments."""
        every = WORDS[self.language]["said"]
        return [every[k % len(every)] for k in range(1 + self.comments)]

    @property
    def shared(self) -> int:
        """The share counter."""
        return 18 + 143 * self.shares


KINDS = (
    "nav", "related", "ranking", "shares", "advert", "ago", "comments", "token", "cookie", "views", "reading", "updated",
    "today", "newsletter", "embed", "markup", "typing",
)  # fmt: skip
"""Kinds of noise; a change of template, the eighteenth, is made by the cases."""


def later(furniture: Furniture, *kinds: str) -> Furniture:
    """The same site on another night, on which ``kinds`` changed."""
    return replace(furniture, **{kind: getattr(furniture, kind) + 1 for kind in kinds})
