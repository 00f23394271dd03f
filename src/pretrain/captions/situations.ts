// What has happened to people who look like this: "someone who ...". Wordings as `phrases` has them.
import type { Expression } from '../../data/expressions.ts';
import { phrases } from './phrases.ts';

export const situations: Readonly<Record<Expression, readonly string[]>> = {
  neutral: phrases(`
    is waiting for [the bus|a train|an appointment|the lift|their turn|the green light], is reading [a timetable|a newspaper|a manual|a
    report|a menu], has nothing special on their mind, is having their picture taken for [a passport|an identity document|a driving
    licence|a staff badge], is listening to [a lecture|the radio|a speaker|instructions|an announcement], is looking at [a screen| the
    clock|a map|the camera|the horizon], is standing in [a queue|a lift|an aisle], is doing nothing in particular, is at rest, is hiding
    their feelings, is sitting in [an office|a waiting room|a classroom|a library|a tram], is following an ordinary conversation, feels
    nothing special, is [filing|copying|sorting|signing] [papers|documents|letters], is [washing dishes|folding laundry|brushing their
    teeth|watering plants|buying stamps|walking to work|typing a letter|counting change], keeps [calm|still|quiet], [keeps|wears|has] a
    [straight|blank|poker] face, lets nobody read their thoughts, takes [the usual way home|a routine call], [sits|stands|waits|rests]
    [quietly|calmly|patiently], is on an average working day, is [being measured|having a haircut|having their eyes tested], poses for
    [an official photo|a sculptor|a school picture|a mugshot], has no strong feelings either way, is paying attention to a lesson,
    commutes every morning, is [checking|writing] emails, is doing [sums|paperwork| a crossword], looks on without any reaction, is
    meditating, is [reciting|copying] numbers, works as a [clerk|guard|cashier| librarian|receptionist], stares [out of|through] a
    window, is driving on an empty motorway, reads the [news|weather report] aloud`),
  happiness: phrases(`
    just [heard|received|got|shared] [good|great|fantastic|brilliant|joyful] news, has won [a prize|a medal|the race|a trophy|the match|
    the election|a competition], is meeting [an old friend|a dear friend|their sweetheart|their family again], is watching [a comedy| a
    funny film|children play|a clown|kittens], has got [a present|a raise|a promotion|the job|a letter from a friend|a scholarship], is
    celebrating [a birthday|a victory|an anniversary|new year|christmas|a graduation|an engagement], is [holding|cradling|welcoming] a
    newborn baby, has passed [an examination|the driving test], is dancing at a [wedding|party|festival], is playing with [a puppy| a
    kitten|the children|a ball|their grandchild], has been told [a joke|a funny story|a compliment], is on holiday at last, just fell in
    love, was praised by [everybody|the teacher|the boss], scored the [winning|decisive] goal, is [eating|enjoying] [ice cream|a
    birthday cake|chocolate|a delicious meal], is [lying|relaxing] on a sunny beach, got [married|engaged|a kiss|a big hug|flowers],
    [loves|adores|enjoys] [life|music|their friends|the party|the sunshine], is proud of [their child|a success|a gold medal], has
    become a [mother|father|grandmother|grandfather|champion|parent], is opening [gifts|presents|champagne], is cuddling [a cat| a teddy
    bear|their baby], receives [applause|an award|a standing ovation], finally came home to the family, hugs [a friend|a child| the
    whole team|grandma|grandpa], [tells|hears|remembers] [a joke|a hilarious story], is tickled, laughs at a [comedian|clown| silly
    face|funny video], cheers for the winning team, is having the time of their life, greets a guest with a warm welcome, enjoys [a
    picnic|a carnival|a fairground ride|a day off], sees the [bride|groom] at the altar, made a dream come true, got their wish, lifts
    the trophy, finds everything wonderful, has recovered from an illness, is reunited with a loved one`),
  sadness: phrases(`
    just [heard|received|got] [bad|sad|terrible|tragic] news, has lost [a friend|a child|their home|their job|all hope|a parent|their
    husband|their wife|their brother|their sister|their mother|their father], is at a [funeral|graveside|deathbed|memorial], misses
    [home|a friend|the old days|their children|a dead parent|grandma], has been [left alone|abandoned|forgotten|rejected|dumped|
    jilted|fired|bullied at school], has failed [an examination|in life|the test], is saying goodbye for ever, has lost a beloved
    [pet|cat|dog|rabbit|horse], has a broken heart, is remembering someone who [died|passed away], lost the [game|final|house| wedding
    ring], was left by [a lover|a partner|their wife|their husband|everyone], got a painful letter, is grieving for [a parent|a
    friend|the dead|a stillborn baby|their late mother], [buried|mourns|weeps for] [a father|a mother|a husband|a wife|a friend|a son| a
    daughter], became [an orphan|a widow|a widower], is [sick in hospital|homeless|jobless] and alone, is [all alone|lonely|on their
    own] [at christmas|on their birthday|in the world|at night], [stands|kneels|prays] at a [grave|tomb|coffin], broke up with [a
    boyfriend|a girlfriend], is going through a divorce, visits the cemetery, has nobody to talk to, cannot stop [crying|weeping|
    sobbing], cries over [a sad film|a lost love|a broken toy|a dead bird|a dying friend|spilt hopes], regrets [a mistake|everything|
    hurting a friend], is depressed about [life|the future|growing old], has given up, was not invited, feels [unloved|worthless| empty
    inside|forsaken|homesick|guilty|ashamed], lies in bed and cries, looks at photos of a dead friend, watched their house burn down,
    said farewell at the station, sees their dream fall apart, is let down by a friend, suffers from a long illness, sits in the rain
    and weeps, learned that a friend has cancer, lost everything in a flood, waited in vain for a call`),
  surprise: phrases(`
    did not expect [this|a visitor|to win|the answer|any guests|such a turn], has [seen|watched] [a magic trick|a conjurer|a miracle| a
    card trick], opened the door to a surprise party, cannot believe [what they see|their eyes|their ears|it], just saw something
    [unexpected|incredible|unbelievable|astonishing|extraordinary|strange], heard a sudden [loud bang|noise|pop|shout], met someone they
    thought was far away, has found [money in the street|a treasure|a lost ring|a hidden room|a secret door], was told an
    [incredible|amazing|unbelievable|unlikely] [story|secret|fact], was caught off guard, just heard an unbelievable number, sees snow
    in summer, is [startled|surprised|stunned|amazed|astonished] by [a sudden noise|the news|the result|a visitor|fireworks|the price|
    an old friend|a jack-in-the-box], learns [a secret|the truth|that it is twins], suddenly [meets|sees|recognises] [an old classmate|
    a celebrity|a long lost twin], watches [a magician|an acrobat|a ufo] [in amazement|in wonder|in disbelief], [walks|ran] into [their
    own surprise party|a film star], receives [an unexpected gift|a parcel from nowhere|a sudden phone call|a surprise visit], gets [an
    unexpected inheritance|a sudden proposal|a huge bill], had no idea, was taken by surprise, wakes up [famous|in another city], won [a
    raffle|a jackpot|a car] [by chance|against all odds|without expecting it], sees [a rainbow at night|a shooting star|a talking dog|a
    flying pig|a whale jump], finds out that the show is over, hears [an unexpected confession|a plot twist|a sudden ending|a startling
    revelation], is told that they won, opens a mysterious box, discovers that everyone knew, notices that the room is empty, sees a
    coin vanish, saw the impossible happen, turned around at a tap on the shoulder, lost count of the zeros, never expected [guests|an
    encore|applause|this twist]`),
  fear: phrases(`
    has seen [a ghost|a monster|a murderer|a burglar|a demon|a zombie], is being [chased|followed|hunted|stalked|attacked|kidnapped], is
    about to [fall|drown|crash|be shot|be caught|be operated on], hears [steps in the dark|a scream at night|noises in the cellar|wolves
    howl|a gunshot|a siren], sees [a snake|a spider|a shark|a tiger|a lion|a bear|a rat|a wolf|a shadow at the window|a knife|a gun], is
    [in danger|in mortal danger|under attack|in a burning house], is afraid of [the dark|heights|spiders|snakes|dogs|flying|the dentist|
    death|water|thunder|strangers|needles|a bully], is facing a [wild animal|gunman|killer|huge dog|predator], is watching [a horror
    film|a scary movie], is [threatened|menaced] with [a weapon|a knife|a gun|a beating], is on a [shaking plane|sinking ship|runaway
    train|roller coaster], [had|woke from] a [nightmare|bad dream], is trapped in [a fire|a lift|a cave|an avalanche|a car wreck],
    [runs|flees| hides|escapes] from [a bear|a bull|a killer|an earthquake|a fire|the enemy|a monster|a tornado|a wild
    boar|danger|attackers], is lost in [the woods|a dark forest|a storm at sea], walks [alone|home] through a dark
    [alley|street|park|tunnel] at night, hangs from a cliff, [stands|looks down] from a great height, sees a [car|lorry|train] coming
    straight at them, is held hostage, heard that a killer escaped, waits for [a dreaded diagnosis|the verdict|an operation|the bombs to
    fall], is stuck in [a haunted house|quicksand|a tight tunnel], feels [someone behind them|the ground shake|a hand in the
    dark|threatened|unsafe], is scared of [clowns|bees|ghosts| monsters under the bed|exams|punishment|being hurt|being found], begs the
    robber to spare them, is [worried|anxious|nervous] about [an exam|surgery|their safety|a missing child|the war], senses a predator
    nearby, has stage fright before a big audience, meets a [stranger|snake|wolf|leopard] on a lonely path, fears for [their life|the
    children|the worst], survived a plane crash, hides from a bully`),
  disgust: phrases(`
    has smelled [something foul|a skunk|rancid butter|a blocked drain|bad breath|sewage|sweaty feet], has bitten into [a bad apple| a
    mouldy sandwich|a rotten egg|something slimy|spoiled fish], found [a hair|a fly|a slug|a fingernail|a cockroach] in the
    [soup|salad|bread], stepped into [dung|dog mess|mud and slime|something sticky], is looking at
    [mouldy|rotten|rotting|spoiled|maggoty|slimy|decaying] [food|meat|fish|fruit|vegetables], has tasted [sour cream|spoiled
    milk|curdled milk|bitter medicine|rancid oil|something vile|soap], smells [garbage|a rubbish bin|rotten fish|a dead rat|vomit|dirty
    nappies|stale sweat|a rotten egg|old cheese|an open sewer|a public lavatory], found [a worm|maggots|mould|a beetle] in the food,
    sees [vomit|a squashed bug|maggots|a festering wound|pus|a dead rat|filth|mucus| a slimy slug|a leech], has to clean [a filthy
    toilet|up vomit|a dirty bathroom|a greasy drain|a cat litter tray], is offered [spoiled meat|raw liver|insects to eat|a glass of
    spoiled milk|dirty water], swallowed [something bitter|a fly|sour yoghurt| a spoonful of cod liver oil], feels
    [sick|queasy|nauseous|ill] from [the stench|the smell|a bad oyster|greasy food|seeing blood and guts], [touched|picked up|sat in]
    [something slimy|a dead mouse|chewed gum|rotting leaves|snot|a wet hairball], watches someone [pick their nose|vomit|eat a bug|spit
    on the floor|lick the floor], hates the [taste|smell|texture] of [liver|blue cheese|fish oil|brussels sprouts|tripe], is about to
    [vomit|throw up|gag|be sick], cannot [stand|bear] the [smell|stench|taste|stink], takes a sip of [spoiled| curdled|rancid|lumpy]
    milk, opened [a bin full of maggots|a rotten egg|the mouldy lunch box|a stinking fridge], drank water with a dead insect in it,
    [sniffs|sniffed|whiffs] [a foul odour|rotten meat|dirty socks|a sweaty shirt|spoiled leftovers], bites into a worm, shares a room
    with cockroaches, turns up their nose at stinking food, sees mould crawl over the cheese, tastes something spoiled, wipes up sick,
    eats a rotten plum, finds the kitchen crawling with bugs, uses a dirty public toilet`),
  anger: phrases(`
    has been [insulted|cheated|betrayed|humiliated in public|provoked|lied to|robbed|tricked|overcharged|treated unfairly], is
    quarrelling with [a neighbour|their brother|a rude waiter|the landlord|their ex], is about to [hit someone|explode|lose it| throw a
    punch|start a fight|smash a plate], is [shouting|screaming|yelling|swearing] at [the referee|the children|a dog|the staff| the
    television|a cyclist|the phone|another person], found their [car scratched|bike stolen|house broken into|wallet stolen], is
    threatening [someone|a burglar|the enemy], cannot stand it any longer, is arguing [over money|about politics|with a policeman| over
    a parking space], was [robbed|pushed|kicked|spat at|wrongly accused|fined for nothing], is fighting with [an enemy|a rival
    gang|their boss], [wants|seeks|swears] [revenge|vengeance|justice], is stuck in traffic and [honks|swears|curses], is mad at [the
    whole world|a friend|their boss|the government|the team|a liar|a thief|everyone], [hates|resents|blames] [the enemy|a traitor|a
    cheat|the thief|injustice], was kept waiting for hours, had their [bag|lunch|seat|idea] stolen, [slams|kicks|bangs] the door, bangs
    a fist on the table, gets a parking ticket, complains to [the manager|the waiter|customer service], demands [a refund|an apology|an
    explanation|their money back], scolds [a naughty child|a lazy pupil|the dog], tells [an intruder|a liar] to get out, throws [plates|
    a shoe|the phone] in a rage, has lost [patience|their temper|control], tears up a letter in fury, punches [a wall|a bully], is
    protesting against [war|injustice|a new law], is cut off by another car, hears the neighbours' loud music again, caught [a thief|a
    vandal|their partner cheating], is fed up with [lies|excuses|noise|rude customers|being ignored], refuses to be pushed around,
    confronts a bully, was stabbed in the back by a friend, gives someone a piece of their mind, is furious with [a rude driver|a
    stubborn child|the customer|a colleague], orders a trespasser off the land, drives behind a slow [car|lorry] and curses, is at war`),
  contempt: phrases(`
    looks down on [others|beginners|the poor|the losers|everybody|strangers|servants|cheap clothes], thinks [they are better than
    you|little of others|the others are fools|highly of themselves only|nobody is good enough], does not believe a word, is sneering at
    [a rival|an amateur|bad taste|a rustic], finds [you|the others|a colleague] [ridiculous|pathetic|laughable|beneath them|inferior|
    worthless|stupid], does not respect [the speaker|their opponent|anybody|the rules|the teacher], is mocking [a loser|a beginner|a
    colleague's accent|an old car], has heard [a stupid excuse|a silly question|a lame joke|a feeble argument], feels superior, despises
    [a coward|a flatterer|the weak|a traitor|liars|the rabble|common people], is unimpressed by [a boast| a bad show|a beginner's
    painting|small talk|cheap tricks], [smirks|sneers|scoffs|laughs] at [an amateur|a failure|a naive idea|the competition|a clumsy
    waiter|a bad singer|your clothes], rolls their eyes at [a silly remark|a fool|a boring speech| the boss|stupidity], turns up their
    nose at [the poor|plain people|second-hand clothes|newcomers], treats [the servants|the staff|the butler|waiters|subordinates] [like
    dirt|with disdain|with scorn|with disrespect], gives a [rival|beggar|newcomer|critic] a [smug| withering|haughty|cool|superior]
    look, ignores [a beggar|a greeting|inferiors|the maid], believes that [they know everything| rules are for others|money makes them
    better], [belittles|ridicules|dismisses|humiliates] [a pupil|an opponent|an apprentice| a junior colleague|everyone else|your work],
    enjoys a rival's defeat, thinks that you are [a loser|a fool|an idiot|beneath notice|not worth it], acts like [a snob|a diva|an
    aristocrat|royalty|a know-it-all], doubts [the excuse|your disclaimer| a salesman], refuses to shake hands with an inferior, is [too
    proud|too grand|too important] to [answer|greet anyone|help], talks down to [a woman|a beginner|the waiter|a child], regards others
    as [fools|worthless|peasants|inferior|a waste of time], reviews a poor book with scorn, laughs off a threat, knows better than the
    experts, judges people by their shoes, shrugs off a warning from an underling, boasts about wealth, watches a loser with a smirk`),
};
