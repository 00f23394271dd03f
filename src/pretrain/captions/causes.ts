// Things that bring an expression about: "a person faced with ...". Wordings as `phrases` has them.
import type { Expression } from '../../data/expressions.ts';
import { phrases } from './phrases.ts';

export const causes: Readonly<Record<Expression, readonly string[]>> = {
  neutral: phrases(`
    an ordinary day, a routine task, a [blank|white|grey] wall, a [train|bus] [ride|timetable], the weather forecast, a [waiting
    room|queue| traffic light|corridor|checkout], an [identity|id|passport|official|mugshot] [photo|card|picture|portrait], a form to
    fill, a column of figures, a [long|dry] [lecture|list|manual], a [school|college] lesson, an [office|everyday|average|uneventful]
    [morning|afternoon| task], nothing at all, nothing special, the daily commute, a spreadsheet, a shelf of books, [a glass of|plain]
    water, small talk, a news bulletin, the dial tone, the usual, a plain [document|sheet of paper|background], an empty
    [page|road|street], a bus stop, household chores, an administrative matter, a shopping list, the evening news, minutes of a meeting,
    a seat by the window, taking a number and waiting, a register of names, a lecture on tax law`),
  happiness: phrases(`
    [good|great|glad|happy|joyous] news, a [birthday|surprise] [cake|present], a [wedding|birthday|garden|graduation] party, a
    [prize|medal| trophy|gold medal|award], a [funny|good|hilarious|silly] [joke|story|film|cartoon], a [newborn|laughing|giggling]
    baby, a [puppy|kitten| litter of kittens], an old friend, a [sunny|lovely|perfect|wonderful|beautiful] [day|morning|holiday|summer],
    a [warm|tight|loving] hug, a [kiss|love letter|bunch of flowers|compliment], a [victory|win|success|triumph], the [winning|decisive]
    goal, a [dream|wish] come true, a day at the beach, a [bride|groom] in love, a happy [childhood|family|ending|couple], music and
    dancing, a [delicious| favourite] [meal|cake|dessert], true love, a [carnival|festival|feast|celebration],
    [laughing|playing|singing] children, a proud [mother|father|parent|champion], a promotion, christmas morning, a lucky charm, a merry
    christmas, holidays at last, the sunshine, a reunion with the family, the applause of the crowd, a first kiss, a favourite song, a
    fairground, the best [friend|moment|news] ever, a wonderful life, a visit from the grandchildren, a successful exam, a cheering
    crowd, a pleasant memory, a friendly welcome`),
  sadness: phrases(`
    [bad|sad|tragic|heartbreaking] news, a [funeral|burial|coffin|grave|tombstone|cemetery|wake], the [death|loss|passing|illness] of [a
    mother| a father|a child|a friend|a pet|a husband|a wife|a dog|a grandparent], a [broken|heavy|bleeding] heart, a
    [lost|hopeless|doomed] love, a [painful|final|tearful] [farewell|goodbye|parting], a [lonely|rainy|dark|gloomy]
    [evening|night|day|christmas], an empty [bed|chair| cradle|nest], a [failed|lost] [marriage|dream|exam], a divorce, a separation, an
    [orphan|abandoned child|old widow], a [sad|tragic| melancholy] [song|film|ending|memory|story], a dead [bird|pet|friend|dog|cat], a
    shattered dream, a [broken|lost] toy, long loneliness, homesickness, unrequited love, deep [sorrow|grief|depression|regret], a
    [terminal|long|grave] illness, a memorial service, the empty place at the table, old letters from the dead, a missed chance, poverty
    and misery, [solitude|isolation|exile], a lost [child|friend|home|battle|job], a lonely old age, a wreath on a coffin, a mourning
    family, a bitter disappointment, a suicide, the last goodbye at a hospital bed, a dying parent, wilted flowers, flowers on a grave,
    a heartless rejection`),
  surprise: phrases(`
    a surprise [party|visit|gift|guest|ending], a [sudden|loud|unexpected] [bang|noise|clap|flash|sneeze|arrival], an
    [unexpected|incredible| unbelievable|astonishing|amazing|unforeseen|sudden]
    [event|result|gift|visitor|letter|discovery|turn|answer|win|guest|sight|offer| stroke of luck], a [magic|card|conjuring] trick, a
    [magician|conjurer|juggler] at work, a rabbit in a hat, a plot twist, a jack-in-the-box, a bolt from the blue, a [shooting
    star|comet|meteor|ufo], the jackpot, a lottery ticket with six right numbers, a huge [sum|bill| inheritance], a long lost
    [brother|twin|friend], a hidden [door|camera|treasure], a [strange|weird|marvellous|miraculous] [sight|
    coincidence|creature|apparition], a [world|new] record, fireworks out of nowhere, a sudden [proposal|change|silence|turn of events],
    a [startling|stunning|shocking] [revelation|secret|headline|fact|number], a miracle, a wonder of the world, a popping balloon, a
    prank, a double rainbow, a coin behind the ear, something out of the ordinary, something nobody expected, an elephant in the garden,
    a breathtaking view, an impossible feat, a twist of fate, breaking news, a bombshell, a mystery guest, a vanishing coin`),
  fear: phrases(`
    a [ghost|monster|vampire|zombie|demon|witch|skeleton], a [snake|spider|shark|tiger|lion|bear|wolf|crocodile|scorpion|growling
    dog|wild animal|swarm of bees], a [masked|armed|strange|dark] [man|figure|intruder|stranger|shape], a [knife|gun|bomb|weapon|loaded
    pistol], a [burning|haunted|collapsing] house, a [horror|scary] [film|story|movie], a [bad dream|nightmare], a dark
    [alley|cellar|forest|cave|tunnel| night|shadow], a [great|dizzy] height, a steep [cliff|abyss|drop], [deep|rising|dark] water, an
    [earthquake|avalanche|explosion|air raid| ambush|attack|emergency landing], a plane [in a storm|about to crash], a [car|train|plane]
    crash, a [killer|murderer|robber|burglar| kidnapper|stalker|predator|torturer|hunter], [mortal|deadly|terrible|sudden] danger, a
    threat, a [creaking|slowly opening] door at midnight, footsteps behind, a scream in the night, a [dentist's
    drill|needle|scalpel|surgery], a [thunderstorm|lightning strike|storm| hurricane|tornado|flood], death itself,
    [war|gunfire|bombs|torture], a [bully|tyrant|cruel master], a [cold|dead] hand on the shoulder, a sinking ship, a falling lift,
    being buried alive, being hunted, being alone in the dark, the edge of a roof, a venomous bite, an approaching enemy, something
    lurking in the dark, a creeping shadow, a blood-curdling scream, an exam they will fail, a poisonous snake, eyes in the dark, a
    deadly virus`),
  disgust: phrases(`
    [rotten|rotting|spoiled|foul|putrid|mouldy|rancid|decaying|stinking|slimy]
    [eggs|meat|fish|food|fruit|potatoes|cheese|leftovers|cabbage| garbage|milk|butter], [spoiled|curdled|lumpy|rancid] milk, a
    [rotten|foul|bad|raw] egg, a [dead|rotting|squashed] [rat|mouse| cockroach|fish|toad],
    [vomit|puke|excrement|manure|dung|urine|snot|phlegm|spit|pus|slime|mucus|sewage|muck|grime|filth], a [filthy|dirty|
    clogged|stinking|overflowing|public] [toilet|drain|sink|bathroom|bin|kitchen|sewer], a [foul|nasty|bad|awful|disgusting|horrible|
    putrid|sickening] [smell|odour|stench|taste|stink|sight|whiff], [cockroaches|maggots|worms|lice|slugs|leeches|flies|bugs|vermin|
    bedbugs] [in the food|on a plate|in the kitchen|on the skin|everywhere], a [hair|fly|worm|toenail] in the [soup|salad|meal], a
    [festering| infected|oozing] wound, a [sweaty|smelly|unwashed] [sock|shirt|shoe|armpit|foot], bad breath, [dirty|used]
    [nappies|underwear| dishes|bandages], a [bitter|sour|vile|disgusting|slimy|nasty|revolting|nauseating]
    [taste|medicine|drink|mouthful|sip|bite], a [slimy| greasy|sticky] [mess|slug|oyster|eel], [raw|spoiled|greasy]
    [liver|chicken|pork|intestines|tripe], a rubbish heap in summer, chewing gum under the table, an open sewer, a carcass full of
    maggots, a mouthful of [soap|sour yoghurt|spoiled fish|mud], a heap of manure, a plate of insects, a toilet that overflows, nose
    picking, a belch in the face, sticky fingers, the stink of garbage, sickness in the stomach, a swarm of flies on meat, a lump of
    fat, mouldy bread, a bowl of slop, sweat and dirt, a rotten tooth`),
  anger: phrases(`
    an [insult|injustice|unfair accusation|outrage|affront|offence|open lie|betrayal], a [rude|reckless|selfish|stubborn]
    [driver|neighbour|waiter| customer|boss|cyclist|child|official], an
    [enemy|opponent|intruder|attacker|traitor|thief|cheat|liar|bully|vandal], a [stolen| scratched|vandalised] [car|bike|wallet|phone],
    a [parking ticket|traffic jam|fine|tax bill|computer crash|broken promise], a [quarrel| fight|row|brawl|feud|dispute|shouting
    match|heated argument|riot], [loud|endless] [noise|music|drilling] next door, an unfair
    [referee|decision|punishment|dismissal|price],
    [rudeness|impertinence|insolence|provocation|aggression|cruelty|corruption|theft|lies| deceit], a [slap|kick|push|shove|punch], a
    slammed door, a raised fist, [road|blind|burning|uncontrolled] [rage|fury|hatred], a [cheating|jealous|lying]
    [husband|wife|partner|friend], a stupid mistake by others, a [long|pointless] wait on the phone, a broken vending machine, a goal
    that did not count, a person who jumps the queue, a rebellion, [war|revenge|a vendetta|a duel], a [lazy| disobedient|naughty]
    [pupil|child|employee], a demand that is refused, a call from a swindler, an argument with the [boss|manager|
    police|landlord|customer], someone touching their things, someone who cut in, an unpaid wage, a strike, a protest march, a bad
    temper, an angry mob, a snapped thread of patience, the last straw, a red rag to a bull, shameless exploitation`),
  contempt: phrases(`
    a [loser|fool|failure|coward|weakling|nobody|beginner|amateur|dilettante|upstart|peasant|flatterer|bootlicker|wimp], a
    [pathetic|feeble|lame|poor| stupid|silly|ridiculous|laughable]
    [excuse|attempt|argument|joke|idea|performance|rival|effort|question|speech], someone [inferior| beneath them|of lower rank|not
    worth a look|ridiculous|they do not respect|they despise], an [inferior|unworthy|incompetent|clumsy| amateurish]
    [rival|colleague|opponent|painter|player|servant], the [stupidity|weakness|failure|bad taste|ignorance|cowardice| clumsiness] of
    others, [cheap|shabby|tasteless|second-hand|old-fashioned] [clothes|shoes|furniture|jewellery], a [rival's|loser's| colleague's]
    [defeat|failure|embarrassment|mistake], the [common|poor|plain|vulgar|lower] [people|crowd|classes|masses], an [empty|idle]
    [boast|threat], a [beggar|servant|maid|butler|underling|subordinate|country cousin], a waste of time, a second-rate [actor|singer|
    hotel|school|team], a worthless [argument|gift|copy], a cheap [trick|imitation|wine], a trite remark, a salesman's promise, an
    opinion not worth hearing, a dull [student|speech], a social climber, an unearned success, the gossip of fools, hypocrisy, a beaten
    [opponent|team], a rustic accent, moral weakness, an unfounded claim, bad manners of lesser people`),
};
