"""Words that are never what a video is about: the little words of languages, and the words of the format itself.

General knowledge, written by hand; as `topics.words` spells them (lower case, no accents, no plural s).
"""

# ruff: noqa: RUF001  letters of other scripts are meant
from topics.words import words

_ENGLISH = """
a about after again all almost alone along already also although always am among an and another any anyone anything
are around as at away back be became because become been before behind being between both but by came can cannot cant
come could couldnt did didnt do doe doesnt doing done dont down during each either else enough even ever every
everyone everything few for from further gave get getting give given go goe going gone gonna got had has hasnt have
havent having he hello her here hers herself hi him himself his how however i if im in inside instead into is isnt it
its itself ive just keep kind know last least less let like likely little lot made make making many may maybe me mean
might mine more most much must my myself near need neither never no nobody none nor not nothing now of off often oh ok
on once one only onto or other our ours out outside over own per perhap please put quite rather really said same saw
say see seem seen several shall she should since so some someone something sometime soon still such take taken taking
tell than that thats the their them then there these they theyre thing think this those though through thu till time
to together told too took toward tried try trying turn u under unless until up upon us use used using very via want
wanted was wasnt way we well went were what whatever whats when where whether which while who whole whom whose why
will with within without wont would yeah yes yet you your youre yourself
"""
_FRENCH = """
ai alors apre as au aucun aura aussi autre aux avait avant avec avez avoir ayant bien bon bonne car ca ce cela celle
celui ces cest cet cette ceux chaque chez choisir ci comme comment contre dan de dehor deja depuis derriere des deux
devant doit dois donc dont du elle elles en encore entre es est et etaient etait etant ete etes etre eu eux faire fait
faites faut fois font hors il ils je jusqu la le les leur leurs loin lors lui ma mais me meme mes mettre mieux moi
moin mon ne ni non nos notre nous nouveau nouveaux nouvelle nouvelles on ont ou oui par parce pas peu peut peux plus
plutot pour pourquoi pre prendre presque pui qu quand que quel quelle quelles quels quelque qui quoi rien sa san sans
se sera ses seul si sien soi soit son sont sous souvent suis sur ta tant te tel tes toi ton toujour tous tout toute
toutes tre trop tu un une va vais vers veut veux voici voila voir vont vos votre vous vraiment vrai y meilleur
meilleure
"""
_GERMAN = """
aber alle alles als also am an auch auf aus bei beim bin bist da damit dann das dass dein deine dem den der des dich
die dir doch du durch ein eine einem einen einer eines er es euch euer fur gegen habe haben hat hatte hier hin ich ihr
ihre im immer in ist ja jede jeder jetzt kann kein keine konnen man mehr mein meine mich mir mit muss nach nicht
nichts noch nur ob oder ohne schon sehr sein seine sich sie sind so soll uber um und uns unser unter viel vom von vor
war warum was weil wenn wer werden wie wieder will wir wird wo zu zum zur
"""
_SPANISH = """
al algo algun ante antes aquel aqui asi aun aunque cada como con contra cual cuando de del desde donde dos el ella
ellas ello en entre era eres es esa ese eso esta estaba estan estar este esto estos ha hace hacer han hasta hay la las
le les lo los mas me mi mientra mis mucho muy nada ni no nos nosotros nuestro o os otra otro para pero poco por porque
puede pue que quien se sea segun ser si sido sin sobre solo son soy su sus tal tambien tan tanto te tengo tiene toda
todo tu tus un una uno unos usted va vamos ver y ya yo
"""
_PORTUGUESE = """
ao aos aquela aquele as ate com como da das de dela dele depois do dos e ela ele eles em entre era essa esse esta este
eu foi fui ha isso isto ja lhe mais mas me mesmo meu minha muito na nao nas nem no nos nossa nosso num numa o os ou
para pela pelo por qual quando que quem se seja sem ser seu seus sim sua suas tambem te tem todo toda tudo um uma vai
voce
"""
_ITALIAN = """
agli ai al alla alle allo anche avere ben che chi ci col come con cosa cui da dagli dal dalla dei del della delle
dello di dove due e ed era essere fa fare gli ha hanno ho i il in io la le lei li lo loro lui ma mi mia mio molto ne
negli nel nella no noi non nostro o ogni per perche piu poi proviamo qua quale quando quanto quella quello questa
questo qui se sei senza si sia sono su sua sul sulla suo te ti tra tu tua tuo tutti tutto un una uno vi voi
"""
_OTHERS = """
aur bhai e haha hai hain he hi hoga hua ka kaise kar kare karo ke ki kiya ko koi kya main me mein mera mere nahi nhi
par pe se tha to wala wale yang dan di ini itu untuk dari dengan ada tidak jadi saya aku kamu bir bu da de ile icin ne
ve och att det som en jag pa for med til og er ikke het een van niet met voor op aan dit dat naar
"""
_POLISH = """
bez byc był była czy dla gdzie jak jest jestem kiedy ktora ktore ktory kto moj moja moje nie od oraz przed przez sie
tego tej tylko tym tych jego jej juz bardzo wszystko dlaczego za ze zł
"""
_RUSSIAN = """
а без был была были было быть в вам вас весь во все вы где да для до его ее если есть еще же за и из или их к как когда
кто мне мой моя мы на над нас не но о об он она они от очень по под при про с самый свой себя так то только ты у уже что
чем чтобы эта эти это этот я
"""
_HINDI = """
अब आप इस उस एक और कब कर करके करें कहाँ का किया की के कैसे को कौन क्या क्यों गई गए गया जब जो तक तो था थी थे न नहीं ने पर पूरा पूरी
बहुत भी मेरा मेरी मेरे में मैं यह ये वह वो सबसे साथ से ही हुआ हुई हम है हैं हो
"""
_ARABIC_SCRIPT = """
أن أنا أنت أو إلى إن إذا التي الذي الى بعد بين ثم حتى ذلك على عن عند في قبل كان كانت كل كيف لا لم لماذا لن ما مع من
هذا هذه هل هنا هو هي و يا از است این با برای به در را که آن اور سے میں نے پر کا کو کی کے ہے ہیں
"""
_MORE = """
bir cok daha gibi icin için ile kadar nasil nasıl neden olan oldu ve adalah akan bisa juga pada sudah cua khong nhung
trong voi και με να για δεν είναι θα στο στη την της του των από אני את איך זה לא מה של על עם כל এই এবং এর করে থেকে 그
그리고 더 수 이 저 것
"""
FUNCTION_WORDS = frozenset(
    word
    for language in (
        *(_ENGLISH, _FRENCH, _GERMAN, _SPANISH, _PORTUGUESE, _ITALIAN, _OTHERS),
        *(_POLISH, _RUSSIAN, _HINDI, _ARABIC_SCRIPT, _MORE),
    )
    for line in language.splitlines()
    for word in words(line)
)
"""Little words, that carry no subject in any of these languages."""

_FORMAT = """
4k 8k 1080p 60fps 1st 2nd 3rd action amazing announcement answered asmr awesome bad bande beautiful beginner behind
best better big bigger biggest bonus boring break breaking brand bro cap challenge channel chapter check cheap choose
clearly clip coming commentary compilation complete comment course cool crazy cute daily day days debut de decouverte
decouvre demo difference difficult direct disponible dream easiest easy eine end ending english ep episode epic eps
essential everyday evolution exclusive expert explained explaining extra extreme face fail fast faster favorite
favourite feat featuring fin final finally find first free ft full fun funniest funny gamer game gameplay gaming good
great guide guy hack half happen happened happy hard harder heavy help hidden highlight hindi honest honnete hour huge
idea imagine impossible incredible info insane interesting intro introduction join journey laugh launch lesson level
lets limited link live livestream lol lost lucky massive mega meme min minute moment month multi must mystery new
newest news next nice nouveaute official old online opinion original otherwise outro overall part perfect play played
player playing playlist playthrough plus point post premier premiere pro probably problem promo proof prise pt
question quick quickly quiz rank ranking reaction reacting react real reality reason recap record release released
reveal review reviewing right round run season seconde second secret serie series serious session share short show
shown shorts simple simply sneak solo solution special speedrun stage start started starting step stop story stream
streamer streaming stupid subscribe subscriber super surprise team teaser test teste testing thank thought tip today
tomorrow top toplist total tour trailer trend trending trick tricks truth tuto tutorial ultimate unboxing unbelievable
unlimited update updated upcoming ver version viral vid video view viewer vip vlog vo voice vol volume vs walkthrough
warning watch watching wait week weird wild win winner wow wrong year youtube youtuber yt 18 19 20 21 22 23 24 25 26
2018 2019 2020 2021 2022 2023 2024 2025 2026 2027 janvier fevrier mars avril mai juin juillet aout septembre octobre
novembre decembre january february march april may june july august september october november december monday tuesday
wednesday thursday friday saturday sunday temps monde vie jour jours semaine mois annee astuce avi avis fois truc
chose prix petit petite grand grande gros grosse tu vlogging vlogger hd uhd fhd able absolute achat achete achetez
acheter actual address adore afraid age ago aime ajoute ambiance ancien angry apprendre argent arrete arrive arriver
attention attendre avantage avenir awful ban base basic bizarre blind bought buyer catch cause certain chance change
changed changer cher cherche choice choices choix chosen clair clean close closer code come commencer common compare
comparing comparison comparatif comparer concept conseil conseille content continue control copy corner cost count
couple create created creator crown danger dangerous date deal decide declare deep delete demande depart detail
detailed different discount discover disaster display doit domine double doute droit effect effort effrayant elegant
enfin enjoy ensemble entire entier environ epique erreur essai essaye essayer etape event evite eviter exact example
excellent exist existe expensive exploit explore expose extraordinaire faible fan far fascinating favori feel feeling
figure fill fix fluide follow forget forever form format forme fou folle friend friendly front future gagner gain
garde garder general generation genial gratuit gratuitement heavily helpful hit hold honestly host hot ideal immense
impact important impression impressionnant impressive incroyable indispensable inside insolite instant intense
interessant item keep kill know label large late launched lead learn learnt leave left lequel lesquels letter lien
life line list liste load local longer longest look looking lose losing loved main maintenant major man manage manque
marche matter meaning meet mention mess message method mind mini mistake modele modern modification moral mort
mouvement move moved moving name natural necessary need needed nickname niveau nom nombre nombreux normal nothing
notice number object obvious offer offre open opening option order ordinary origin oublie ouvert ouvre owner pack page
paid parfait parle parti party passe past pay payer performance permet person personal personne pire place plan
pleasure pleine popular position possible power powerful pratique prefer prefere premium present pret pretty previous
probleme process produit projet promise prove provide public puissant purchase pure purpose push qualite quit rapide
rapport rare rate rating ready realise realite rebuild receive recommend recommande regarde regarder regard remake
remember remplace reply request resultat result retour return revealing reveals reviews revient revolution
revolutionnaire ride rise risk room rule rumeur rumor rumour sale sauvage saved saving savoir scene score search seen
send sense sent serieux set sharing sharp shocked shocking shop side sign silent similar situation size skip slow
small smart smooth sold son sort sortie sound source speak spend spirit stand state statement stay sticker store
strange strong struggle stuff subject succes success sucess suite support sur surprenant surprising survive survived
talk talking task taste tease techno tester thinking throw title tomber touch tough toxic tranquille treat tricky true
trust turn twist type ugly ultime understand unexpected union unique unknown utile utiliser utilisation value variety
victim victory virtual visit wake waste way weak weekend weekly wish wonderful word worked world worse worst worth
write yearly younger
two three four five six seven eight nine ten eleven twelve twenty thirty fifty hundred thousand million billion deux
trois quatre cinq sept huit neuf dix cent mille zwei drei vier funf sechs sieben acht neun zehn hundert tausend dos tres
cuatro cinco seis siete ocho nueve diez cien mil dois quatro oito nove dez dwa trzy cztery dziesiec sto два три пять сто
anfanger beste besten bester fehler folge geht jahr jahre jeder macht minuten passiert sekunden stunde stunden tag tage
teil tipp trick woche wochen capitulo consejo dica dicas dia dias episodio erro erros error errores facil faca gratis
historia iniciantes mejor mejores melhor melhores minuto minutos parte paso passo pena principiantes segundo segundos
semana truco trucos vale verdad verdade bledow blad czesc dni dzien krok kroku latwo minut numer odcinek prosty sekund
trik warto часть день дней как лучший минут новый обзор прохождение сделать серия стрим год घंटे दिन पहला पहली बार भाग
मिनट साल الجزء الحلقة أفضل أقوى جزء حلقة 오늘 진짜 편
"""
FORMAT_WORDS = frozenset(words(_FORMAT)) - {"re"}
"""Words of titles in any niche: kinds of videos, praise, dates, parts. A phrase of these alone is no topic."""


def is_plain(word: str) -> bool:
    """Whether a word alone can be no topic.

    >>> is_plain("the"), is_plain("gameplay"), is_plain("7"), is_plain("pilate")
    (True, True, True, False)
    """
    return word in FUNCTION_WORDS or word in FORMAT_WORDS or word.isdigit() or len(word) < 2  # noqa: PLR2004
