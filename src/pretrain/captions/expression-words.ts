// What people call each expression: nouns, adjectives, what a face or body does, and what one sees a person be at.
import type { Expression } from '../../data/expressions.ts';
import { phrases } from './phrases.ts';

export interface ExpressionWords {
  /** "a facial expression of ..." */
  readonly nouns: readonly string[];
  /** "a ... face", "they look ..."; the first is the plainest. */
  readonly adjectives: readonly string[];
  /** Verbs as `inflect` reads them. */
  readonly verbs: readonly string[];
  /** "a person who is ...", "a person ..." */
  readonly doing: readonly string[];
}

export const expressionWords: Readonly<Record<Expression, ExpressionWords>> = {
  neutral: {
    nouns: phrases(`
      neutral, no emotion, calm, neutrality, indifference, seriousness, composure, no particular feeling, boredom, calmness, serenity,
      stillness, detachment, impassivity, blankness, evenness, restraint, patience, concentration, routine, balance, steadiness,
      ordinariness, attention, a poker face, a resting face, a blank look, an everyday look, reserve, equanimity, level-headedness,
      quiet, tranquillity, sobriety, matter-of-factness, nothing in particular, a straight face, plainness, apathy, vacancy, formality,
      objectivity, listlessness, normality, a deadpan look, absent-mindedness, self-control`),
    adjectives: phrases(`
      neutral, calm, expressionless, blank, indifferent, unemotional, composed, serious, relaxed, bored, plain, impassive, attentive,
      ordinary, quiet, still, steady, even, emotionless, detached, placid, serene, stoic, stolid, sober, reserved, unmoved, unreadable,
      inscrutable, deadpan, matter-of-fact, businesslike, focused, concentrated, thoughtful, pensive, patient, peaceful, tranquil,
      restful, untroubled, everyday, normal, usual, average, unremarkable, straight-faced, poker-faced, resting, awake, listening,
      waiting, level-headed, collected, formal, official, mild, passive, apathetic, vacant, absent-minded, empty, flat, monotonous,
      balanced, moderate, self-controlled, undisturbed, idle, routine, natural, nonchalant, unexcited, wooden, stony, motionless,
      inexpressive, disengaged, dispassionate, unaffected`),
    verbs: phrases(`
      rest, wait, listen, look ahead, gaze ahead, sat:sit still, stood:stand still, breathe evenly, breathe slowly, blink, read:read,
      pose, watch, thought:think, concentrate, stare into space, kept:keep calm, kept:keep a straight face, stay composed, relax the
      face, held:hold still, study, observe, queue, nod, daydream, idle, remain impassive, look straight ahead, work, commute, type`),
    doing: phrases(`
      looking straight ahead, showing nothing, resting, listening quietly, posing for a passport picture, not moving a muscle, thinking
      of nothing, keeping a poker face, waiting, sitting still, standing around, reading, looking out of a window, watching the road,
      typing, writing, working at a desk, thinking about nothing special, staring into space, at rest, at ease, in thought, on the way
      to work, in a meeting, in a queue, on the bus, lost in thought, looking into the lens, paying attention, minding their own
      business, going about the day, following a lesson, hearing the weather forecast`),
  },
  happiness: {
    nouns: phrases(`
      happiness, happy, joy, delight, amusement, pleasure, cheerfulness, contentment, laughter, a smile, enjoyment, bliss, gladness,
      glee, merriment, cheer, elation, euphoria, ecstasy, exhilaration, jubilation, mirth, gaiety, satisfaction, fun, good humour, good
      mood, warmth, affection, love, tenderness, friendliness, kindness, pride, triumph, victory, gratitude, thankfulness, hope,
      optimism, excitement, enthusiasm, relief, celebration, playfulness, sunshine, rapture, a grin, a chuckle, a giggle, hilarity, high
      spirits, felicity, welcome, sympathy, exultation, thrill, jollity, radiance`),
    adjectives: phrases(`
      happy, joyful, smiling, cheerful, delighted, glad, amused, pleased, merry, laughing, content, grinning, overjoyed, friendly,
      radiant, joyous, gleeful, jolly, jovial, cheery, elated, ecstatic, euphoric, exhilarated, jubilant, thrilled, blissful, beaming,
      chuckling, giggling, satisfied, contented, proud, triumphant, victorious, grateful, thankful, hopeful, optimistic, excited,
      enthusiastic, playful, sunny, bright, warm, warm-hearted, kind, loving, affectionate, tender, relieved, carefree, lighthearted,
      good-humoured, good-natured, welcoming, upbeat, glowing, tickled, enchanted, charmed, exultant, rapturous, blessed, lucky,
      fortunate, lively, mirthful, gratified, sparkling, dimpled, in love, in high spirits, over the moon, full of joy, on top of the
      world, festive, sweet, tipsy with joy, flattered, genial, giddy, bubbly`),
    verbs: phrases(`
      smile, laugh, grin, beam, giggle, chuckle, rejoice, celebrate, cheer, enjoy, delight, twinkle, sparkle, shone:shine, glow, snicker
      with fun, chortle, crack up, hugged:hug a friend, embrace, kiss, dance, sang:sing, clap with joy, applaud, laugh out loud, smile
      broadly, burst:burst out laughing, jump for joy, whoop, high-five, love, adore, play, flirt, lit:light up with joy, brighten,
      thank, bless, welcome, greet a friend, tease, frolic, cuddle, exult, hum a tune, whistle, giggle with delight, triumph, thrive,
      savour, relish, treasure, wink`),
    doing: phrases(`
      smiling, laughing, grinning, beaming, giggling, enjoying a joke, smiling broadly, having a good time, laughing out loud, smiling
      at the camera, chuckling, cheering, celebrating, dancing, singing, clapping with joy, jumping for joy, hugging, cuddling a baby,
      playing, having fun, in a good mood, in love, on cloud nine, full of the joys of spring, beaming with pride, glowing with
      happiness, shaking with laughter, roaring with laughter, crying with laughter, sharing a laugh, laughing heartily, smiling from
      the heart, smiling warmly, flashing a smile, showing a toothy smile, cracking up, delighted to see someone, waving at friends,
      raising a glass, blowing out candles, unwrapping presents, enjoying the sun`),
  },
  sadness: {
    nouns: phrases(`
      sadness, sad, sorrow, grief, unhappiness, misery, disappointment, despair, depression, heartbreak, melancholy, loneliness, gloom,
      woe, anguish, mourning, bereavement, dejection, despondency, desolation, hopelessness, hurt, regret, remorse, guilt, shame,
      homesickness, longing, nostalgia, pity, self-pity, tears, weeping, sobbing, agony of loss, loss, suffering, pain, distress,
      wretchedness, low spirits, a heavy heart, defeat, discouragement, resignation, abandonment, rejection, a long face, dismay at a
      loss, heartache, lamentation, the blues, tearfulness, depressed mood, exhaustion`),
    adjectives: phrases(`
      sad, unhappy, sorrowful, depressed, miserable, gloomy, tearful, downcast, heartbroken, disappointed, hurt, dejected, mournful,
      lonely, upset, grieving, weeping, crying, sobbing, despairing, desperate with grief, hopeless, desolate, despondent, melancholic,
      melancholy, wistful, forlorn, glum, blue, low, down, downhearted, crestfallen, discouraged, disheartened, bereaved, bereft,
      broken, crushed, devastated, inconsolable, wretched, woeful, doleful, morose, sombre, mourning, abandoned, rejected, forsaken,
      homesick, regretful, remorseful, guilty, ashamed, pitiful, pained, suffering, teary, teary-eyed, weepy, sullen with grief,
      sagging, drooping, weary, tired of life, defeated, resigned, let down, heavy-hearted, lovesick, lost, joyless, dispirited,
      distressed, wounded, aching, moping, dismal, tear-stained`),
    verbs: phrases(`
      cry, wept:weep, sob, mourn, grieve, pout, sigh, mope, wail with grief, lament, whimper, sniffle, droop, sag, slump, hung:hang the
      head, despair, suffer, ache, regret, miss someone, shed:shed tears, broke:break down in tears, wilt, burst:burst into tears,
      lost:lose hope, gave:give up hope, long for home, yearn, bawl, blubber, fought:fight back tears, swallow tears, wept:weep
      bitterly, cry quietly, dab the eyes, wipe away a tear, hid:hide the tears, stare at the floor, felt:feel blue, pine, bury the face
      in the hands, quiver, apologise in tears, choke up, tear up, frown with sorrow`),
    doing: phrases(`
      crying, weeping, close to tears, pouting, mourning, sobbing, feeling down, hanging the head, holding back tears, grieving, in
      tears, in mourning, in despair, in deep sorrow, wiping away tears, shedding tears, breaking down, moping, sighing, staring at the
      ground, longing for home, missing a loved one, dressed in black at a burial, drying the eyes, down in the dumps, on the verge of
      tears, crying their eyes out, sunk in gloom, hugging a pillow and crying, sitting alone in the rain, nursing a broken heart,
      mourning a loss, saying farewell, praying for the dead, with a heavy heart, feeling blue`),
  },
  surprise: {
    nouns: phrases(`
      surprise, astonishment, amazement, shock, wonder, disbelief, bewilderment, awe, being startled, a gasp, incredulity, stupefaction,
      wonderment, sudden surprise, a start, the unexpected, perplexity, a jolt, a revelation, a double take, a bombshell, astonished
      silence, marvel, a bolt from the blue, an eye-opener, the unforeseen, discovery, speechlessness, a sudden discovery, confusion,
      unexpectedness, sudden attention, an open mouth, curiosity, a twist, a miracle`),
    adjectives: phrases(`
      surprised, astonished, amazed, shocked, startled, stunned, astounded, dumbfounded, speechless, wide-eyed, awestruck,
      flabbergasted, bewildered, stupefied, thunderstruck, dazed, incredulous, disbelieving, wondering, gaping, gasping, open-mouthed,
      agape, agog, taken aback, caught off guard, caught unawares, unprepared, dazzled, staggered, gobsmacked, breathless, jolted,
      electrified, perplexed, puzzled, confused, mystified, baffled, nonplussed, blown away, bowled over, pop-eyed, slack-jawed,
      wonderstruck, impressed, unsuspecting, curious, surprised and speechless, floored, wowed, unbelieving, aghast with surprise,
      stumped, rapt, fascinated`),
    verbs: phrases(`
      gasp, gape, goggle, marvel, wonder, jump with surprise, startle, amaze, astonish, surprise, stun, astound, shock, dumbfound, blink
      in disbelief, stare with an open mouth, drop the jaw, dropped:drop everything, exclaim, caught:catch the breath, did:do a double
      take, raise the eyebrows in surprise, widen the eyes, gawk, gawp, cry out in surprise, baffle, puzzle, clap a hand to the mouth,
      discover something, discover, realise suddenly, stare in wonder, whistle in surprise, stare`),
    doing: phrases(`
      gasping, gaping, staring with an open mouth, saying oh, dropping the jaw, raising the eyebrows in surprise, caught by surprise,
      calling out wow, gasping in amazement, staring in disbelief, blinking in disbelief, covering the open mouth, marvelling,
      wondering, at a loss for words, in shock, in awe, in amazement, in wonder, taken by surprise, doing a double take, rubbing the
      eyes in disbelief, jumping at a sudden noise, hearing a sudden bang, lost for words, startled by a noise, surprised by friends,
      making big eyes, opening a surprise box, rooted to the spot in wonder, doubting their eyes`),
  },
  fear: {
    nouns: phrases(`
      fear, fright, terror, panic, anxiety, horror, dread, alarm, worry, scare, apprehension, nervousness, unease, trepidation,
      foreboding, timidity, cowardice, dismay, phobia, stage fright, hysteria, mortal fear, concern, tension, a nightmare, a cold sweat,
      goose bumps, the creeps, the jitters, helplessness, threat, danger, menace, peril, vulnerability, shyness, agitation, stress,
      paranoia, insecurity, fearfulness, being hunted, suspense, a scream, uneasiness, angst, emergency`),
    adjectives: phrases(`
      fearful, afraid, scared, frightened, terrified, anxious, panicked, worried, nervous, horrified, alarmed, spooked, terror-stricken,
      panic-stricken, petrified, aghast, trembling, shaking, quaking, shivering, shuddering, timid, shy, timorous, cowardly, cowering,
      apprehensive, uneasy, tense, jumpy, jittery, edgy, on edge, restless, insecure, threatened, hunted, haunted, cornered, trapped,
      helpless, vulnerable, defenceless, intimidated, unnerved, rattled, troubled, concerned, wary, paranoid, phobic, hysterical,
      frantic, screaming, scared to death, scared stiff, white as a sheet, pale, ashen, sweating, frozen, paralysed, fleeing, panicky,
      frightful, freaked out, creeped out, stressed, daunted, skittish, dreading, fretful, endangered, imperilled, desperate to escape,
      agitated, alert to danger`),
    verbs: phrases(`
      tremble, shook:shake, shiver, shudder, quake, cower, cringe, flinch, scream, shriek, fled:flee, panic, fear, dread, worry, fret,
      sweat, ran:run away, froze:freeze, recoil in fear, shrank:shrink back, hid:hide from danger, escape, turn pale, gulp, whimper with
      fear, scare, frighten, terrify, spook, threaten, haunt, alarm, cry for help, beg for mercy, held:hold the breath, clung:cling,
      huddle, crouch, bolt, duck, quail, hyperventilate, bit:bite the nails, chew the lip, wince, back away, scream in terror, hesitate,
      cover the head, shield the face, woke:wake from a nightmare, plead, peer into the dark`),
    doing: phrases(`
      screaming in fear, cowering, trembling, panicking, shrinking back in fear, watching a horror film, fearing for their life, scared
      stiff, running away, running for their life, fleeing, hiding, hiding under the bed, shaking with fear, shivering with fear,
      screaming for help, calling for help, begging for mercy, backing away, frozen with fear, frozen in terror, paralysed with fear, in
      panic, in terror, in danger, in mortal danger, breaking out in a cold sweat, biting the nails, holding their breath in fear,
      afraid to move, clinging to a rope, looking over the shoulder, followed by a stranger, waiting for the dentist, bracing for a
      crash, dreading the worst, escaping a fire, walking through a dark forest alone`),
  },
  disgust: {
    nouns: phrases(`
      disgust, revulsion, nausea, distaste, repulsion, aversion, loathing, repugnance, abhorrence, sickness, queasiness, dislike, a
      stench, a stink, a bad smell, a foul odour, a nasty taste, filth, dirt, rot, decay, mould, vomit, slime, pus, dung, grossness, a
      disgusting sight, a gag, an upset stomach, a turned stomach, a yuck face, squeamishness, foulness, retching, offence to the nose,
      contamination, putrefaction, bad breath, an ugh, nastiness, bitterness on the tongue, garbage, sewage`),
    adjectives: phrases(`
      disgusted, revolted, nauseated, repulsed, sickened, grossed out, queasy, repelled, nauseous, appalled by filth, squeamish, sick,
      sick to the stomach, gagging, retching, vomiting, green in the face, loathing, abhorring, offended by the smell, turned off, put
      off, grimacing with disgust, wrinkle-nosed, nose-wrinkling, put off by the taste, averse, finicky, ready to vomit, about to throw
      up, ill from the stench, bilious, stomach-turned, poisoned, yucky, icky, disgusted and sick, full of revulsion, full of loathing,
      full of nausea`),
    verbs: phrases(`
      gag, retch, vomit, puke, threw:throw up, heave, loathe, abhor, detest the taste, wrinkle the nose, crinkle the nose, scrunch the
      nose, screw up the nose, spat:spit out the food, spat:spit, sniff at garbage, held:hold the nose, pinch the nose, stuck:stick out
      the tongue, grimace with disgust, recoil from the smell, turn away in disgust, choke on the food, nauseate, sicken, revolt, repel,
      repulse, disgust, stank:stink, reek, rot, smelt:smell something bad, swallow with disgust, push the plate away, curl the lip at
      the stench, shudder with disgust, curdle, scrape slime off the hands, wipe muck off the shoe`),
    doing: phrases(`
      wrinkling the nose, gagging, sticking out the tongue in disgust, about to vomit, turning away in disgust, saying yuck, grimacing
      in disgust, retching, vomiting, throwing up, holding the nose, pinching the nose shut, spitting out the food, pushing the plate
      away, smelling something bad, smelling a stench, tasting something awful, tasting something bitter, cleaning up vomit, looking at
      filth, unclogging a drain, emptying a rubbish bin, changing a dirty nappy, feeling sick, feeling queasy, disgusted by the smell,
      disgusted by the taste, repelled by the filth, covering mouth and nose, green in the face, fighting nausea, sickened by the
      stench, sniffing old socks, finding mould on bread, swatting flies off meat`),
  },
  anger: {
    nouns: phrases(`
      anger, rage, fury, annoyance, irritation, wrath, hostility, frustration, outrage, indignation, resentment, temper, a temper
      tantrum, aggression, hatred, hate, ire, exasperation, fierceness, ferocity, violence, spite, malice, vengeance, revenge, grudge,
      displeasure, impatience, bad temper, grumpiness, a scowl, a glare, an angry frown, an outburst, a quarrel, a fight, an argument,
      road rage, threat of violence, antagonism, vexation, bitterness towards an enemy, provocation, defiance, furiousness, animosity,
      belligerence, envy, jealousy, madness, crossness, an angry shout, a showdown, rebellion, blame`),
    adjectives: phrases(`
      angry, furious, mad, annoyed, irritated, enraged, hostile, cross, outraged, frustrated, grumpy, fierce, aggressive, irate, livid,
      fuming, seething, raging, incensed, infuriated, indignant, wrathful, exasperated, resentful, bitter and angry, vengeful, hateful,
      spiteful, menacing, threatening, violent, belligerent, combative, quarrelsome, ill-tempered, bad-tempered, hot-tempered,
      short-tempered, hot-headed, irritable, cranky, crabby, testy, touchy, peeved, vexed, riled, provoked, offended, insulted,
      impatient, stern, glaring, scowling, frowning, snarling, shouting, yelling, ranting, growling, hissing with anger, red with anger,
      boiling with rage, beside themselves with rage, foaming at the mouth, tight-lipped, teeth-clenching, defiant, rebellious, jealous,
      envious, ferocious, savage, wild with fury, fed up, sulky, heated, disgruntled, ticked off, maddened, murderous, grim, brutal,
      strict, blaming, piqued`),
    verbs: phrases(`
      shout, scowl, glare, yell, snarl, growl, rage, fume, seethe, rant, rave, fought:fight, argue, quarrel, threaten with the fist,
      bark, roar, bellow, frown, glower, lost:lose the temper, bare the teeth, clench the jaw, clench the fists, gritted:grit the teeth,
      gnash the teeth, stamp the foot, slam the door, punch, hit:hit the table, swore:swear, curse, scold, blame, accuse, attack, hate,
      resent, protest, complain, shook:shake a fist, snap, hiss, explode with anger, boil with rage, bristle, glare at an enemy, demand,
      sulk, annoy, irritate, enrage, anger, infuriate, provoke, insult, told:tell off, storm off, saw:see red, retaliate, flung:fling
      plates, pound the desk, point a finger, interrupt, grumble, rebuke, huff, bicker`),
    doing: phrases(`
      shouting, scowling, glaring, yelling, frowning in anger, losing the temper, baring the teeth, arguing, snarling, clenching the
      jaw, clenching the fists, gritting the teeth, shaking a fist, slamming a door, pounding on the table, stamping the feet,
      quarrelling, fighting, swearing, cursing, ranting, fuming, seething with rage, boiling with rage, flying into a rage, blowing a
      fuse, losing patience, scolding a child, telling someone off, shouting at a referee, shouting abuse, threatening someone, picking
      a fight, protesting in the street, demanding their rights, complaining loudly, honking in a traffic jam, out for revenge, about to
      explode, in a rage, in a foul temper, hot under the collar, mad as a hornet, glaring at an enemy, accusing someone of lying,
      blaming others, throwing a tantrum, on the warpath, getting worked up, at daggers drawn`),
  },
  contempt: {
    nouns: phrases(`
      contempt, scorn, disdain, disrespect, arrogance, mockery, derision, smugness, haughtiness, superiority, condescension, conceit,
      snobbery, sarcasm, cynicism, irony, a sneer, a smirk, a lopsided smirk, ridicule, pride over others, vanity, hauteur, scepticism,
      doubt about others, dismissal, belittlement, insolence, pomposity, self-satisfaction, a crooked smile, looking down on people,
      schadenfreude, disregard, a know-it-all attitude, ironic doubt, a mocking smile, patronage, self-importance, a snub, impudence,
      complacency, low esteem, a low opinion of others, a superior air, gloating`),
    adjectives: phrases(`
      contemptuous, scornful, disdainful, smug, arrogant, condescending, sneering, mocking, superior, sceptical, haughty, snobbish,
      snooty, supercilious, stuck-up, conceited, vain, patronising, derisive, disparaging, dismissive, belittling, sarcastic, sardonic,
      cynical, ironic, disrespectful, insolent, impudent, pompous, lofty, high and mighty, cocky, overbearing, jeering, smirking,
      taunting, unimpressed, doubtful of others, self-satisfied, self-important, self-righteous, presumptuous, pretentious, aloof,
      holier-than-thou, withering, scoffing, deriding, wry, crooked, lopsided, one-sided, know-it-all, bossy and superior, gloating,
      imperious, toffee-nosed, too proud, ridiculing, lordly, full of scorn, full of disdain, incredulous and scornful, cool and
      superior, half-amused and superior, cavalier, flippant, disapproving`),
    verbs: phrases(`
      sneer, smirk, scoff, mock, jeer, despise, disdain, scorn, deride, ridicule, belittle, look down on others, sniff at a rival, roll
      the eyes, snub, dismiss, patronise, gloat, taunt, snort with scorn, made:make fun of someone, laughed:laugh at a loser, raise one
      eyebrow, raise one corner of the mouth, curl one side of the mouth, tilt the head back, lift the chin, shrug off advice,
      disrespect, disparage, condescend, sneer at beginners, thought:think little of others, doubt every word, boast, brag, swagger,
      tut, look away bored by others, ignore a greeting, yawn at a speech, pity a fool, turn up the nose at the poor, underrate an
      opponent, talk down to people, humiliate, disregard, smile on one side, tighten one lip corner, snigger`),
    doing: phrases(`
      sneering, smirking, rolling the eyes, looking down on someone, looking with scorn, raising one corner of the mouth, mocking
      someone, scoffing, jeering, making fun of a loser, laughing at someone, talking down to someone, belittling a colleague, gloating
      over a defeat, sneering at the poor, thinking themselves better, acting superior, putting on airs, being sarcastic, dismissing an
      idea, snubbing a guest, smiling on one side only, tilting the head back, lifting the chin, looking down the nose, giving a crooked
      smile, giving a lopsided smile, raising one eyebrow, on a high horse, showing off, humiliating a servant, doubting every word,
      unimpressed by a boast, patronising a beginner, bragging about money`),
  },
};
