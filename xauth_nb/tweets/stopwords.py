"""Words that say nothing by themselves, in languages that are much written on X."""

from __future__ import annotations

__all__ = ["STOPWORDS"]

_ENGLISH = """a about after again all also am an and any are aren't as at back be because been before being but by can
can't come could did didn't do does doesn't doing don't down even for from get gets go going got had has have having he
her here hers him his how i i'd i'll i'm i've if in into is isn't it it's its just know let's like make me more most
much my new no not now of off on one only or other our out over own really rt said same say see she should so some
still such than that that's the their them then there there's these they they're this those through to too under until
up us very via want was wasn't way we we'll we're we've were what what's when where which while who why will with
won't would yes yet you you'll you're you've your amp"""
_SPANISH = """al algo como con cuando de del desde donde el ella ellos en entre era es esa ese eso esta este esto está
están fue ha han hay hoy la las le les lo los me mi muy más ni nos o para pero por porque que qué se ser si sin sobre
son su sus sí también te tiene todo todos tu un una uno y ya yo"""
_PORTUGUESE = """ao aos as até com como da das depois dele do dos e ela ele eles em essa esse eu foi isso isto já lhe
mais mas mesmo meu minha muito na nas nem no nos não num numa o os ou pela pelo por quando que quem se sem ser seu sua
só também te tem um uma você vocês à às é"""
_FRENCH = """au aux avec ce ces cette dans de des du elle en est et eux il ils je j'ai c'est d'un d'une la le les leur
lui ma mais me mes moi mon même n'est ne nos notre nous on ont ou par pas plus pour qu'il qu'on qu'un que qui sa sans
se ses si son sont sur ta te tes toi ton tout très tu un une vos votre vous y à ça été être"""
_GERMAN = """aber alle als also am an auch auf aus bei bin bis da das dass dem den der des die doch du ein eine einem
einen einer er es für hat haben hier ich ihr im immer in ist ja jetzt kann kein keine man mal mehr mein mich mir mit
nach nicht noch nur oder schon sein sich sie sind so um und uns von vor war was wenn werden wie wir wird wo zu zum zur
über"""
_INDONESIAN = """ada aja aku apa atau banget bisa buat dan dari dengan di gak ga harus ini itu iya jadi juga kalau kalo
kamu karena ke kita lagi mau nya pada saja saya sama sudah tapi tidak untuk udah ya yang"""
_HINDI = """है हैं था थे थी का की के को में से ने पर और या तो भी ही यह ये वह वे इस उस इन उन एक हो कर किया नहीं
जो जब तक लिए साथ कि क्या हम आप मैं अपने रहा रहे रही गया"""
_TAMIL = """ஒரு என்று இந்த அந்த மற்றும் இது அது என் உள்ள போது தான் என நான் நீ அவர் அவன் அவள் இல்லை வேண்டும்"""
_THAI = """ที่ และ ของ ใน เป็น มี ได้ ไม่ ให้ กับ จะ ว่า นี้ นั้น ไป มา ก็ แล้ว ครับ ค่ะ คะ นะ เลย อยู่ จาก ด้วย
แต่ ถ้า หรือ โดย การ ความ"""
_JAPANESE = """です ます した する して いる ある ない この その あの これ それ から まで ので だけ でも もの
こと さん ました ません たい という ため よう なる など へ より にて では には"""
_KOREAN = (
    """그리고 그런데 하지만 그 이 저 것 수 등 및 더 또 안 잘 좀 너무 진짜 정말 있는 있다 하는 한다 합니다 입니다"""
)
_ARABIC = """في من على إلى الى عن أن ان إن لا ما هذا هذه ذلك التي الذي و أو او كان كل مع هو هي قد لم لن بعد قبل
يا كما حتى ثم بين"""
_PERSIAN = (
    """و در به از که را با این آن برای است بود شد هم تا یا اگر هر یک ما من تو او می ها های نه باید کرد شده خود پس"""
)
_RUSSIAN = """и в во не на я с со что он она они мы вы ты это как а то все так его её за по но из у же от бы был
была были для о при или если еще ещё уже только мне меня нет да до когда"""
_TURKISH = (
    """ve bir bu da de için ile çok ama gibi ne o mi mı daha kadar olan var yok ben sen biz her şey ki değil sonra"""
)

STOPWORDS = frozenset(
    f"{_HINDI} {_TAMIL} {_THAI} {_JAPANESE} {_KOREAN} {_ARABIC} {_PERSIAN} {_RUSSIAN} {_TURKISH} "
    f"{_ENGLISH} {_SPANISH} {_PORTUGUESE} {_FRENCH} {_GERMAN} {_INDONESIAN}".split()
)
