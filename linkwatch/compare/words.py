"""Words by which facts are known: months, currencies, counters, titles of people, kinds of places. Data only.

Each is a regular expression in normal form (NFKC). Japanese, English, Chinese, Korean.
"""

from __future__ import annotations

import re

#: What an alternative may begin with: a character, or one of a set of them; and what would make it optional.
_BEGINNING = re.compile(r"(?:([^\[\](){}\\.^$?*+|])|\[([^\]\\^]+)\])(?![?*{])")


def _any(*words: str) -> str:
    """One of ``words``, each a row of alternatives parted by spaces.

    Looked for only where a character stands that one of them begins with: ten times as fast with a hundred of them.
    """
    every = [word for row in words for word in row.split()]
    beginnings = [_BEGINNING.match(word) for word in every]
    first = "".join(dict.fromkeys(found[1] or found[2] for found in beginnings if found))
    only = f"(?=[{first}])" if all(beginnings) else ""
    return f"(?:{only}(?:{'|'.join(every)}))"


MONTH = _any(
    "Jan(?:uary)? Feb(?:ruary)? Mar(?:ch)? Apr(?:il)? May June? July? Aug(?:ust)? Sept?(?:ember)?",
    "Oct(?:ober)? Nov(?:ember)? Dec(?:ember)?",
)
#: Months that are no other word, for a month without a day.
MONTH_ALONE = r"\b" + _any("January February April June July August September October November December") + r"\b"
WEEKDAY = _any(
    "[月火水木金土日]曜日? (?:星期|周|礼拜)[一二三四五六日天] [월화수목금토일]요일",
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b",
)
#: Days without a figure.
DATE_WORD = "(?=[(一昨今本明来先翌前同上中下月週年春夏秋冬元大])" + _any(
    r"\([月火水木金土日]\) 一昨[年日] 昨[年日夜晩秋冬春夏] 今[年月週朝夜春夏秋冬](?!後) 今日 本日 明日 明後日",
    "来[年月週春夏秋冬]",
    "先[月週] 翌[日年月週朝] 前[日年](?!後) 同[日年月](?!様) [上中下]旬 [上下]半期 月末 週末 年末",
    "(?<=年)[春夏秋冬] [春夏秋冬](?=に|ごろ|頃|以降|まで) 元日 大みそか",
)
ERA = _any("明治 大正 昭和 平成 令和")
NOON = _any("午前 午後 上午 下午 早上 晚上 中午 凌晨 오전 오후")

CURRENCY = _any(
    "円 ドル 米ドル ユーロ ポンド ウォン 人民元 元 ルーブル ペソ ルピー フラン",
    "日元 美元 欧元 块 원 달러 엔 유로",
    "yen dollars? euros? pounds? cents? USD EUR JPY GBP CNY KRW",
)
#: What is counted; follows a number in Japanese, Chinese and Korean.
COUNTER = _any(
    "[人名件個台回歳倍本枚冊校社軒棟戸匹頭羽隻機両杯階位票点度秒分年月週日夜泊歩株例]歳?",
    "時間 分間 秒間 日間 週間 [かカヶケ]月間? 年間 [かカヶケ]国 [かカヶケ箇]所 世帯 議席 種類 割",
    "パーセント ポイント キロ メートル トン リットル ヘクタール",
    "[个名位件次倍岁场家辆架艘张] 명 개 건 회 살 세 배 대 곳 %p? ‰ °C",
)
#: Numbers written out, in English.
ENGLISH_NUMBER = (
    r"\b"
    + _any(
        "[Tt]wo [Tt]hree [Ff]our [Ff]ive [Ss]ix [Ss]even [Ee]ight [Nn]ine [Tt]en [Ee]leven [Tt]welve",
        "[Tt]hirteen [Ff]ourteen [Ff]ifteen [Ss]ixteen [Ss]eventeen [Ee]ighteen [Nn]ineteen [Tt]wenty",
        "[Tt]hirty [Ff]orty [Ff]ifty [Ss]ixty [Ss]eventy [Ee]ighty [Nn]inety [Hh]undreds? [Tt]housands?",
        "[Mm]illions? [Bb]illions? [Dd]ozens? [Hh]alf [Tt]wice [Ff]irst [Ss]econd [Tt]hird",
    )
    + "(?![a-zA-Z])"
)

NEGATION = "(?=[なまざぬず不無非未否没沒无并別别않없못아말안nwc])" + _any(
    # Not 少ない, 危ない and their like, whose ない is no negation.
    "(?<![少危切幼汚])ない(?!し) なかっ (?<!少)なく(?!な[らりるっ]) ません ざる",
    "ぬ(?=[。、」]|まま|$) (?<=[わかさたなまらがばせけべえれめねてき出来得見着寝経])ず(?=[。、に]|$)",
    "なし(?=[。、に]|$)",
    "[不無非未](?=[一-龠]) 否(?=[定認決])",
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|non)\b n't\b",
    "[不没沒未無无非](?=[一-龥]) 并非 否认 否決 别(?=[再的])",
    "않 없 못 아니 말(?=라|아|고) (?<=\\s)안(?=\\s)",
)

#: Follows a person's name.
TITLE = _any(
    "氏 さん 様 君 ちゃん 首相 総理 大統領 大臣 外相 防衛相 財務相 長官 知事 市長 町長 村長 区長 副知事",
    "議員 議長 委員長 委員 党首 代表 総裁 幹事長 社長 副社長 会長 専務 常務 取締役 部長 課長 係長 室長 所長",
    "館長 園長 院長 局長 店長 隊長 船長 機長 駅長 教授 准教授 講師 研究員 博士 医師 看護師 弁護士 検事 裁判長",
    "裁判官 容疑者 被告 選手 監督 コーチ 投手 捕手 記者 編集長 理事長 理事 学長 校長 教頭 教諭 署長 警部 巡査",
    "先生 夫妻 親方 棋士 総統 女士 小姐",
)
#: Follows a person's name in Korean; stands before it in Chinese.
KOREAN_TITLE = _any("씨 대통령 총리 장관 의원 대표 회장 사장 교수 시장 군수 소장 팀장 감독 선수 기자 변호사 위원장")
CHINESE_TITLE = _any("总统 总理 主席 书记 部长 局长 市长 省长 馆长 院长 校长 教授 记者 发言人 董事长 总经理 主任")
#: Ends the name of a place or of a body.
PLACE = _any("[都道府県市区町村郡州省駅党庁裁署电] 空港 大学 高校 病院 銀行 新聞 株式会社 製作所 公司")
#: Ends the name of a company.
COMPANY = _any(
    "化学 製薬 工業 電力 電機 電器 自動車 商事 物産 建設 不動産 証券 生命 食品 鉄道 航空 通信 重工 製鉄",
    "ホールディングス",
)
COUNTRY = _any(
    "日本 米国 英国 中国 韓国 北朝鮮 台湾 豪州 アメリカ イギリス ドイツ フランス イタリア スペイン ロシア",
    "ウクライナ",
    "オーストラリア カナダ インド ブラジル タイ ベトナム フィリピン インドネシア マレーシア",
    "シンガポール イスラエル イラン イラク トルコ エジプト",
    "美国 法国 德国 俄罗斯 印度 한국 미국 중국 일본 북한 영국 독일 프랑스 러시아",
)
#: Frequent family names of Japan.
SURNAME = _any(
    "佐藤 鈴木 高橋 田中 伊藤 渡辺 渡邊 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 斎藤 齋藤",
    "清水 山崎 池田 橋本 阿部 石川 山下 中島 石井 小川 前田 岡田 長谷川 藤田 後藤 近藤 村上 遠藤 青木 坂本",
    "斉藤 福田 太田 西村 藤井 岡本 藤原 中野 三浦 原田 中川 松田 竹内 小野 田村 中山 和田 石田 森田 上田",
    "柴田 酒井 工藤 横山 宮崎 宮本 内田 高木 安藤 谷口 大野 丸山 今井 河野 藤本 村田 武田 上野 杉山 増田",
    "平野 大塚 千葉 久保 松井 小島 岩崎 桜井 野口 松尾 野村 木下 菊地 菊池 佐野 大西 杉本 新井 古川 浜田",
    "市川 小松 水野 島田 吉川 山内 西田 岩田 高田 北村 安田 中西 川口 本田 東 川崎 平田 五十嵐 久保田 飯田",
    "吉村 中田 樋口 川村 辻 小山 西川 渡部 秋山 松岡 川上 福島 大久保 岡崎 熊谷 永井 田辺 横田 馬場 浅野",
    "星野 矢野 松下 大島 大川 土屋 服部 安部 桑原 福井 尾崎 関口 永田 荒木 小田 片山 石橋 須藤 森本 早川",
    "野田 荒井 栗原 青山 本間 西山 菅原 三宅 松村 大谷 白石 堀 小池 南 中尾 大石 榎本 岸田 石破 高市",
    "広瀬 関 原 森 林 岡 宮川 内藤 川島 松原 栗田 稲垣 黒田 西尾 篠原 柳 佐久間 大橋 岩本 富田 堀内 吉岡",
)
KOREAN_SURNAME = "[김이박최정강조윤장임한오서신권황안송류전홍]"
ENGLISH_TITLE = _any("Mr Mrs Ms Dr Prof President Minister Senator Secretary")
