// What people say, and what happens to them in body and in pictures of speech. Wordings as `phrases` has them.
import type { Expression } from '../../data/expressions.ts';
import { phrases } from './phrases.ts';

export interface Reactions {
  /** Spoken words. */
  readonly sayings: readonly string[];
  /** Of the body or the inner state, and metaphors: "a person with ...", or alone. */
  readonly states: readonly string[];
}

export const reactions: Readonly<Record<Expression, Reactions>> = {
  neutral: {
    sayings: phrases(`
      [fine|okay|all right|noted|i see|mm-hm|as usual|maybe later|whatever comes|let me think|next please|go on|carry on], it is
      [tuesday|noon| half past nine|an ordinary day|all the same to me], [nothing|not much] to report, i am
      [listening|waiting|reading|thinking it over], please [take a seat|fill in this form|wait your turn|sign here|mind the step], the
      meeting starts at ten, the train leaves from platform four, i have no opinion on that, [business|things] as usual, here is [my
      passport|the receipt|the report]`),
    states: phrases(`
      a [calm|slow|steady|regular] [pulse|breath|heartbeat|mood|voice], a [quiet|clear|settled|balanced|blank] mind, a face like [a
      mask|stone|a closed book|a wall|a statue|still water|a blank page|a sphinx], [even|steady] breathing, [hands|arms] [at rest|in the
      lap|folded quietly|by the sides], an upright posture, [muscles|shoulders] [at ease|relaxed|loose], calm waters, a clean slate, a
      face that gives [little|no clue] away, features in repose, idle thoughts, an even keel, cool as a cucumber, calm as a millpond, an
      [average|everyday|plain|ordinary|standard] [face|look|expression|portrait], a baseline face, a mood in the middle`),
  },
  happiness: {
    sayings: phrases(`
      [hooray|yay|yippee|hurrah|woohoo|bravo|haha|ha ha ha|great|wonderful|fantastic|excellent|awesome|lovely|marvellous|thank you so
      much| congratulations|cheers|well done|we won|we made it|i did it|i passed|happy birthday|merry christmas|welcome home|good to see
      you], i am so [happy|glad|pleased|delighted|proud of you|lucky|in love|grateful|excited], i love [you|it|this song|my life|this
      place], that is [so funny|hilarious|the best joke|great news|wonderful|lovely], what a [beautiful|lovely|perfect|wonderful|great]
      [day|surprise party|life| evening|present], life is [good|beautiful|sweet], this is [fun|so much fun|delicious|the best present
      ever|my lucky day| the happiest moment of all], let us [celebrate|dance|party], you make me [laugh|smile|happy], yes we did it,
      best [day|holiday| friends|birthday] ever, my dream came true, i feel [great|wonderful|on top of the world]`),
    states: phrases(`
      [joy|delight|happiness|love|laughter|pride] in the [heart|eyes|air|face], a [light|warm|full|leaping|glad|dancing] heart, a heart
      [full of joy|that leaps|that sings], butterflies of love, a [face|look] like [sunshine|a ray of sun|the morning sun|a child at
      christmas| a cat that got the cream], a sunny [mood|smile|disposition], a spring in the step, arms [raised|thrown up] in
      [victory|triumph|joy], [shaking|aching|holding the belly] with laughter, tears of [joy|laughter], walking on air, on cloud nine,
      over the moon, in seventh heaven, happy as a lark, pleased as punch, grinning like a cheshire cat, a twinkle in the eye, a glow of
      [happiness|pleasure| contentment], good vibes, bubbling over with joy, the happiest [day|moment|time|person] of all, dancing for
      joy, a warm feeling`),
  },
  sadness: {
    sayings: phrases(`
      [alas|oh no it is over|sob|boo hoo|poor thing|i am sorry for your loss|rest in peace|farewell|goodbye for ever|my heart is
      broken|it hurts so much], i [miss|lost|mourn] [you|him|her|them|my friend|my mother|my home|everything], i am so
      [sad|lonely|sorry|unhappy| depressed|alone], [why|how] did [he|she|they] have to [die|go|leave so soon], why did it have to end,
      please [come back|stay with me|forgive me], please do not [leave me|go away|die], there is no hope [left|any more], nobody
      [loves|needs|misses] me, i [cried|wept] all night, he [is gone|passed away|left for ever], she [is gone|passed away|will never
      return], they [left|abandoned|buried] [me|her|him], life has lost its meaning, i wish you were here, i cannot go on, if only i
      could turn back time, we lost [everything|him|her|the baby|the house], nothing will ever be the same, it is all my fault, you
      [left me|broke my heart|will be missed], i have no one left`),
    states: phrases(`
      a [heavy|broken|bleeding|aching|sinking|torn] heart, a lump in the throat, [tears|grief|sorrow|pain|despair|loss] in the
      [eyes|heart|voice| face], a [flood|stream|river] of tears, [slumped|drooping|hunched|sagging|shaking] shoulders, a
      [bowed|hanging|lowered] head, a [broken|trembling|weak|choked|quiet] sad voice, down in the dumps, a [dark|black] cloud over the
      head, a world turned grey, a soul in mourning, an emptiness inside, an empty heart, a face like a wet weekend, a [basset|beaten]
      hound face, like a beaten dog, like a wilted flower, a rainy [face|mood], a long face, no [strength|energy|appetite|will] left,
      [broken|crushed|shattered] [hopes|dreams| spirit], slow heavy steps, a body bent by grief, a crumpled heap of sorrow, a
      handkerchief wet with tears, red swollen eyes, in the depths of despair, a crying [baby|child|widow|mother|man|woman|boy|girl], a
      face crumpled with grief`),
  },
  surprise: {
    sayings: phrases(`
      [oh|wow|oh my|what|whoa|gosh|my goodness|good heavens|good gracious|holy cow|oh my god|really|no way|you are kidding|are you
      serious|incredible| unbelievable|amazing|surprise|i had no idea|well i never|what a surprise|who would have thought|how is that
      possible|is that true| is it true|for real], i [cannot|can hardly] believe [it|my eyes|my ears|this], i did not [expect|see]
      [that|this coming|you here], you [here|already|won|did what], is that [you|really you|a real one|possible], where did
      [that|you|it] come from, what on earth [is that| happened|is going on], did you see that, nobody [expected|told me|knew], how [did
      you do that|amazing|strange|astonishing], that is [incredible|impossible|unbelievable|astonishing|unexpected], i am
      [speechless|stunned|lost for words|amazed], it came out of [nowhere|the blue]`),
    states: phrases(`
      a [sharp|sudden|loud] [gasp|intake of breath|start|jolt|cry of surprise], a [caught|held] breath of wonder, a mind [blown|at a
      stop], out of the blue, like a bolt from the blue, like a thunderclap, a bombshell, eyes on stalks, eyes out on stalks, a jaw on
      the floor, a jaw [on the chest|to the ground|fallen], a [heart|pulse] that skips a beat, a [frozen|short] moment of wonder, struck
      dumb, knocked off the feet, knocked for six, as if struck by lightning, bowled over, a hand before the open mouth, a head that
      snaps round, a jump out of the chair, [words|voice] failing, stopped in the tracks, a deer in wonder, a blank astonished [face|
      stare|look], a sudden turn of the head, an owl-eyed [look|face], a fish-mouthed [look|face], a face of [wonder|awe|amazement|
      disbelief|surprise|shock], like a child at a magic show, something unexpected, an unexpected turn, brows in the hair`),
  },
  fear: {
    sayings: phrases(`
      [help|help me|save me|run|watch out|look out|hide|oh god no|call the police|they are coming|it is behind you|let me out|let me
      go|stay away from me|get away|go away from me|mercy|have mercy], please [do not shoot|spare me|let me live|help|do not kill me|do
      not hit me|stop hurting me], i am [scared|afraid|so frightened|terrified|worried|going to die|in danger|trapped], we are [all
      going to die|doomed|lost|sinking|falling|trapped], do not [hurt|kill|shoot|scare|touch|leave me alone with] [him|her|us|the
      child|that], who is there, what was that noise, [somebody|someone|something] is [following me|in the house|behind us|watching
      us|coming closer], i heard [steps|a noise|a scream], is it [dangerous|safe here|venomous], i do not want to die, it is going to
      [bite|attack|explode|crash|kill us], there is a [monster|ghost|burglar|bear|snake] [under the bed|in here|outside|behind you],
      what if [they find me|it breaks|something happens|i fall]`),
    states: phrases(`
      a [racing|pounding|hammering|galloping] heart, [cold sweat|goose bumps|hair standing on end|a shiver down the spine|a dry mouth],
      [shaking| trembling|weak|wobbly] [knees|legs|hands|fingers|lips], knees like jelly, [blood|veins] [turning to ice|freezing|cold as
      ice], blood draining from the face, a face [white as a sheet|pale as death|drained of blood|as if seeing a ghost], frozen to the
      spot, like a [deer| rabbit] in the headlights, like a [hunted|cornered|trapped|frightened] [animal|deer|mouse|rabbit|bird], a
      scream stuck in the throat, a knot of [fear| dread|worry], butterflies before an exam,
      [terror|panic|fear|fright|dread|horror|alarm] in the [eyes|face|voice|dark], a heart in the mouth, nerves on edge, a bundle of
      nerves, jumping at shadows, [chattering|clattering] teeth, breath [held|stopped|shallow and fast], the urge to
      [run|flee|hide|scream], [ready|about] to [run|flee|faint|scream], arms over the head, [huge|wide|dilated|black] pupils, looking
      death in the eye, scared out of the wits, a body stiff with fright, muscles tense and ready for flight, sweating palms, a creeping
      [dread|chill]`),
  },
  disgust: {
    sayings: phrases(`
      [yuck|ew|eww|ugh|eek how gross|yikes how nasty|gross|pooh|phew|bah|bleh|pee-yew|how revolting|how disgusting|how nasty|how
      vile|barf], that is [disgusting|gross|revolting|nasty|sickening|vile|rotten|foul|filthy], it [stinks|reeks|smells rotten|smells
      foul|tastes awful|tastes like soap|tastes rotten|makes me sick|makes me gag], this [stinks|reeks|smells bad|tastes vile|is off|is
      mouldy|food is spoiled| meat is rotten|milk is off], what [stinks|smells|is that smell|is that stench], i am going to [be
      sick|vomit|throw up|puke|gag], i feel [sick|nauseous|queasy|ill], take [that stinking thing|this slop|the smelly socks|those
      maggots] away, i will not [eat|touch|drink|swallow] that [slime|muck|mess|filth|stuff], get that [slimy|dirty|smelly|filthy]
      [thing|rag|sock|bug] away, there is a [fly|hair|worm|cockroach] in my [soup| food|salad], clean up this [filth|mess|muck], open
      the window it smells, who was sick here, it turns my stomach, that is spoiled, keep the dirt off`),
    states: phrases(`
      a [turning|churning|heaving|upset|sick|queasy] stomach, a stomach that [turns|churns|heaves|rises], [bile|vomit|acid|sickness] [in
      the mouth|coming up|on the tongue], a [foul|bitter|sour|bad|nasty|rotten] taste [in the mouth|on the tongue], a [gag|choke|retch]
      in the throat, food [coming back up|stuck in the throat], a nose [held shut|full of stench|that smells something bad|turned away
      from a stink], a [face|look] [as if smelling rotten eggs|as if tasting vinegar|like someone who bit a lemon|green with nausea],
      skin that crawls, a wave of [nausea|sickness|disgust| revulsion], [nausea|revulsion|loathing|disgust] [at|over]
      [dirt|filth|slime|mould|the smell|the taste|the food|raw meat], a tongue that pushes the food out, a body [recoiling|turning away]
      from [filth|the stench|slime], fingers holding something slimy at arm's length, a whiff of [rot|decay|garbage|sewage|mould], the
      [sick|sickening|disgusting|nauseating] [sight|smell|taste|feel] of [slime|rot|offal|vomit|worms|spoiled food], sick as a dog, sick
      to the teeth from the smell, ready to vomit, a cold shudder at the slime, crawling [bugs|insects|maggots|lice|worms] on the
      [plate|food| skin|floor], a lost appetite at the table, a burp of sour milk`),
  },
  anger: {
    sayings: phrases(`
      [shut up|get out|how dare you|stop it|stop that at once|enough|damn it|go to hell|get lost|you idiot|you liar|you thief|you will
      pay for this| hands off|back off|leave me alone|get off my land|out of my way|move it|i hate you|curse you|watch your mouth], how
      dare [he|she|they] [speak to me like that|insult me|lie to me|steal my things|come here], i [hate|have had enough of]
      [this|you|them|your lies|his excuses|that noise], i am [furious|so angry|mad at you|fed up|sick of your lies|warning you], i want
      [my money back|an apology|revenge|the boss|a refund| to speak to the manager], that is [an outrage|unfair|not fair|a lie|my
      seat|my parking space|the last straw], do not [talk back|lie to me| push me|touch my car|touch my stuff|you dare], who [did
      this|broke my window|stole my bike|ate my lunch], this is [unacceptable|outrageous|a scandal| war], you [cheated|lied to
      me|betrayed me|ruined everything|make me mad|will regret this|always do that], for the last time stop it, what the hell [are you
      doing|is this], say that again and i will hit you, i could [strangle|kill|punch|slap] [him|you|that guy], keep your [hands|paws]
      off my things, give me back my [money|bag|place]`),
    states: phrases(`
      [clenched|balled|shaking|raised|pounding|tight] fists, a [clenched|raised|shaking] fist, [boiling|hot|seething|raging] blood,
      blood [that boils|rushing to the face|at boiling point], a [red|scarlet|purple|flushed|hot|burning] [face|head|neck] of
      [anger|rage|fury], [bulging|swollen|throbbing| pulsing] veins, veins [standing out|throbbing] on the [temple|neck|forehead],
      [steam|smoke] coming out of the ears, [grinding|gritted|gnashing] teeth, a [raised|loud|thundering|harsh] [voice|tone], a
      [burst|fit|flash|storm|wave|surge] of [anger|rage|fury|temper], a [volcano|bomb|powder keg] about to explode, a short fuse, a
      blown fuse, like a [raging bull|growling dog|wounded bear|tiger ready to strike|thundercloud], a face like thunder, a red rag to a
      bull, seeing red, hitting the roof, out for blood, fire in the eyes, daggers in the eyes, [rage|fury|anger|hatred|wrath] in the
      [eyes|face|voice|belly], a [stamping|kicking] foot, a finger pointed in accusation, hackles raised, muscles ready to
      [fight|strike|hit], a body tense with rage, a bitter grudge, bad blood, a vein about to burst, an angry
      [driver|boss|customer|mob|neighbour|teacher|father|mother|dog], a [furious|shouting|yelling|ranting]
      [driver|boss|customer|coach|neighbour|husband|wife|soldier], spitting mad, hopping mad`),
  },
  contempt: {
    sayings: phrases(`
      [pathetic|ridiculous|how pathetic|how ridiculous|loser|amateur|amateurs|peasants|what a fool|what a joke|tut tut|pff|pfft|huh|as
      if|yeah right| whatever|big deal|so what|oh please|dream on|who cares what you think|nice try|poor fool|oh how quaint|is that
      all], you are [beneath me|a nobody| a loser|a joke|not good enough|no match for me|worthless|wasting my time|hopelessly
      inferior|just a servant|not in my class], i am [better than you|above that|too good for this|superior|not impressed], my dear
      [fool|amateur|little man|boy] you know nothing, what do you know [anyway|about art], they are [fools|inferior|nobodies|beneath
      us|worth nothing|a waste of my time], that is [beneath me|laughable| what you call art|the best you can do|so cheap|hardly worth a
      glance], i [expected nothing better from you|pity you|could do that in my sleep|do not deal with servants|look down on them|have
      better taste], you call that [music|a car|a painting|an argument], some people have no class, know your place, do you even know
      who i am, you will never be one of us, leave it to the experts, not worth [a reply|my attention| a glance|the effort|the money]`),
    states: phrases(`
      a nose [in the air|held high|above the crowd], an air of [superiority|arrogance|disdain|scorn|self-importance], a high horse, on a
      high horse, a [cold|cool|proud|haughty|mocking|smug] [shoulder|manner|heart|laugh|tone|silence], a
      [mocking|sarcastic|scornful|ironic|patronising|derisive] [laugh| tone|voice|remark|comment|snort|chuckle|smile], a snort of
      [derision|contempt|scorn], a roll of the eyes, a [sneer|smirk] of [superiority| contempt|scorn|disdain|ridicule], a stiff upper
      lip of disdain, like a [king|queen|lord|duchess|peacock|cat] looking at [a beggar| peasants|a servant|mice], as if looking at an
      insect, as if others were dirt, holding others cheap, too good for this world, a shrug of indifference to others, arms folded in
      scorn, [contempt|scorn|disdain|mockery|derision|ridicule] [in the eyes|in the voice|for the weak|for others| on the lips|towards a
      rival], an [arrogant|insolent|overbearing|ironic] [snob|critic|aristocrat|expert|boss|winner], a
      [smug|arrogant|haughty|proud|sneering] [winner|critic|professor|snob|nobleman|duke|rich man|lady|butler|expert], looking down from
      an ivory tower, [one|a single] corner of the [lips|mouth] curled in [scorn|disdain|mockery], one side of the mouth [drawn
      up|twisted|tight] in mockery`),
  },
};
