// What one sees in each expression, cue by cue, after facial action units (Ekman and Friesen), each in several wordings.
import type { Expression } from '../../data/expressions.ts';
import { phrases } from './phrases.ts';

/** For each expression its cues; each cue in wordings (see `phrases`) that mean the same, the plainest first. */
export const facialCues: Readonly<Record<Expression, readonly (readonly string[])[]>> = {
  neutral: [
    phrases(`
      relaxed eyebrows, level eyebrows, eyebrows at rest, [brows|eyebrows] neither raised nor lowered, [brows|eyebrows] in their
      [usual|normal|natural] [place|position|height], flat eyebrows, straight even brows, unmoving eyebrows`),
    phrases(`
      eyes naturally open, a steady gaze, eyes open in a normal way, a calm look, eyelids at ease, a look straight ahead,
      [calm|quiet|resting|attentive] eyes, eyes [aimed at|facing] the [camera|lens|viewer], a [direct|level|even|straight] gaze,
      [eyelids|lids] neither tight nor drooping, a vacant stare, an even look, slowly blinking eyes`),
    phrases(`
      mouth closed and level, lips gently closed, a straight mouth, lips resting on each other, a closed mouth, lips touching lightly in
      a straight line, a [level|flat|relaxed|still|shut] mouth, lip corners neither raised nor lowered, [soft|calm|loose] lips, jaw [at
      rest|relaxed|loosely closed], a mouth shut without pressure, a horizontal mouth line, lips that [touch|meet] lightly`),
    phrases(`
      smooth forehead, a forehead without lines, no wrinkles in the forehead, an unlined [brow|forehead], a [calm|clear|flat] forehead,
      skin without creases, [even|smooth] skin`),
    phrases(`
      no muscle tension, relaxed cheeks, a relaxed face, no movement in the face, flat unlined cheeks, every part of the face at rest,
      all [facial muscles|features] [relaxed|at rest|slack|still], an unmoved face, a [mask-like|still|motionless] face, features [in
      balance|in repose], no sign of feeling, a symmetrical resting face, a head held upright, no crease beside the nose or around the
      mouth`),
  ],
  happiness: [
    phrases(`
      lip corners pulled up, mouth corners raised, a wide smile, a broad grin, lips curved upward, [lip|mouth] corners [turned
      up|lifted|drawn upward|pulled towards the ears|curled up], a [big|huge|bright|warm|happy|gentle|soft|sweet|toothy|closed| radiant]
      smile, a [wide|cheeky|happy|toothy] grin, an upturned mouth, a mouth [stretched|spread] into a smile, smiling lips, both
      [lip|mouth] corners [up|raised] evenly, the corners of the mouth curl upward on both sides, a smile that [lights up|fills|
      brightens] the face, zygomatic muscles pulling the mouth up, a smile that [draws|pulls|makes] both corners up`),
    phrases(`
      cheeks raised, lifted cheeks, round cheeks, dimples in the cheeks, [full|rosy|plump|glowing|puffed] cheeks, cheeks [lifted| pushed
      up|bulging] by a smile, deep smile [lines|folds] from nose to mouth, [two|a pair of] dimples, apple cheeks, laugh lines, lower
      eyelids that bulge a little while the cheeks rise, a deep fold from nose to mouth`),
    phrases(`
      crinkles beside the eyes, crow's feet, laughing eyes, wrinkles at the outer eye corners, narrowed sparkling eyes, [small|
      fine|merry] wrinkles [beside|around|at the corners of] the eyes, [bright|shining|sparkling|twinkling|glowing|merry|warm] eyes,
      lower eyelids pushed up by the cheeks, eyes [narrowed|crinkled|half closed] by [laughter|a smile], tears of laughter, eyes that
      [smile|laugh|shine|sparkle]`),
    phrases(`
      teeth often showing, teeth showing, bright teeth, an open laughing mouth, the upper teeth showing, a row of [white|upper] teeth, a
      [flash|glimpse] of teeth, teeth [bared|visible] in a [smile|grin|laugh], a mouth open in laughter, a gap-toothed smile`),
    phrases(`
      relaxed eyebrows, a relaxed forehead, eyes that smile too, a [glowing|radiant|bright|shining|beaming] face, a head thrown back in
      laughter, a face lit up by joy, a whole face that laughs`),
  ],
  sadness: [
    phrases(`
      inner eyebrows raised, inner brow corners drawn up, slanting eyebrows, oblique eyebrows, brows raised in the middle, the inner
      [ends|corners|parts] of the [brows|eyebrows] [slant|point|pull|rise] upward, [brows|eyebrows] pinched [up|upward] in the middle,
      [sloping|slanted|tilted] [brows|eyebrows], [brows|eyebrows] like a roof, a sorrowful crease in the middle of the forehead,
      wrinkles in the centre of the forehead, a grieving brow`),
    phrases(`
      upper eyelids drooping, drooping lids, heavy eyelids, a lowered gaze, eyes cast down, [downcast|dull|lifeless|tired|dim|
      sunken|mournful|sorrowful|hollow] eyes, [heavy|sagging|drooping] [lids|eyelids], eyes [lowered|turned down|fixed on the
      ground|without light], a [lost|faraway|empty] sad gaze, puffy eyes after crying`),
    phrases(`
      lip corners turned down, mouth corners pulled down, a drooping mouth, a downturned mouth, [lip|mouth] corners [sag|droop|
      hang|fall], the corners of the [closed|] mouth [sag|droop|pulled downward], downturned lips, a sagging mouth, a mouth bent down
      like a bow, a sad mouth`),
    phrases(`
      chin slightly raised, a trembling chin, lower lip pushed up, a pouting lower lip, a wrinkled chin, a bumpy chin, a [quivering|
      trembling|wobbling] [chin|lower lip], a lower lip [pushed up into a pout|that sticks out|that trembles], a pout, a chin
      [dimpled|bunched|puckered] with sorrow`),
    phrases(`
      wet eyes, tears in the eyes, tears on the cheeks, eyes full of tears, slack cheeks, [moist|watery|teary|red|swollen|weeping] eyes,
      tears [running|rolling|streaming] down the [cheeks|face], a [tear|single tear] on the cheek, tear-stained cheeks, a bowed head, a
      hanging head, hunched shoulders, drooping shoulders, a long [sad|gloomy] face, a face [wet|streaked] with tears, a buried face, a
      head in the hands, moist eyes beneath slanting brows`),
  ],
  surprise: [
    phrases(`
      eyebrows raised and arched, highly raised eyebrows, arched brows, brows lifted high, eyebrows shooting up, [brows|eyebrows]
      [raised|lifted|arched|curved|pulled] [high|up|very high], both [brows|eyebrows] arch high, high curved [brows|eyebrows],
      [round|lifted|soaring] [brows|eyebrows], [brows|eyebrows] [jump|shoot|fly|go] up, eyebrows near the hair`),
    phrases(`
      eyes opened wide, wide open eyes, wide eyes, round eyes, the white of the eyes showing, eyes [as big as saucers|like
      saucers|popping|widened in wonder|open in wonder], [big|large|huge|round|saucer] eyes, eyelids far apart, lids far apart and no
      tightness below them, eyes that pop out, widened eyes, unblinking round eyes`),
    phrases(`
      jaw dropped, a dropped jaw, mouth hanging open, an open oval mouth, mouth wide open, the jaw [hangs|falls|drops] open, the mouth
      [falls|hangs|drops|pops] open, an open-mouthed face, a mouth [agape|fallen open without any strain|open like an o], a gaping
      mouth, a lengthened face, a loose jaw, a lowered jaw, a slack jaw`),
    phrases(`
      lips parted and relaxed, parted lips, lips forming an o, [slack|loose|round|rounded|open] lips, lips in an oval, slack lips form
      an oval, teeth apart, lips rounded to say oh, a gasp for breath`),
    phrases(`
      lines across the forehead, a wrinkled forehead, horizontal lines in the forehead, long level creases across the whole forehead,
      [level|long|horizontal] [creases|wrinkles|furrows] across the forehead, a hand [clapped|held] to the open mouth, a head jerked
      back in surprise, hands thrown up in surprise, stretched forehead skin, brows that [leave|draw|make] [creases|lines] in the
      forehead`),
  ],
  fear: [
    phrases(`
      eyebrows raised and drawn together, brows raised and pulled together, tense raised eyebrows, eyebrows lifted and pinched, the
      [brows|eyebrows] are lifted and pulled towards each other, [brows|eyebrows] up and knotted, almost straight raised brows,
      [raised|lifted] [brows|eyebrows] [knotted|tense|pinched|drawn in|straightened], [brows|eyebrows] raised in [fright|terror|
      worry|alarm], short creases mid-forehead, a worried brow, a forehead [creased|lined] with worry`),
    phrases(`
      upper eyelids lifted, raised upper lids, eyes wide with fear, staring eyes, eyes stretched wide, white showing above the iris,
      [frightened|scared|terrified|panicked|fearful|anxious|darting|restless|haunted] eyes, eyes [fixed on danger|darting about| darting
      from side to side|filled with terror], large dark pupils, dilated pupils, a [hunted|frightened|terrified|scared] look, eyes
      showing the whites all around`),
    phrases(`
      lower eyelids tense, tightened lower lids, tense eyelids, [hard|tense|tightened|raised] lower [lids|eyelids], strained
      [lids|eyelids], a tense stare, trembling eyelids`),
    phrases(`
      lips stretched sideways, mouth stretched wide, lips drawn back, a tense open mouth, mouth corners pulled back, the lips are drawn
      back flat towards the ears, a mouth tense and half open, lips [stretched|pulled|drawn] [back|wide|sideways|flat|towards the ears],
      [trembling|quivering|bloodless|pale|dry] lips, chattering teeth, a mouth open in a scream, a silent scream, a
      [stretched|screaming|shrieking] mouth, a mouth pulled wide in terror`),
    phrases(`
      a pale tense face, a frozen face, the head pulled back, trembling lips, a strained face, cords standing out on the neck, a
      [white|pale|ashen|sweating|strained|frozen|petrified] face, sweat on the [forehead|brow|upper lip], cold sweat, hair standing on
      end, hands held up in defence, hands before the face, a stretched tense neck, shaking hands, skin drained of colour, shoulders
      pulled up, a shrinking body, knees trembling, a racing heart`),
  ],
  disgust: [
    phrases(`
      nose wrinkled, a wrinkled nose, wrinkles across the bridge of the nose, a crinkled nose, the nose screwed up, deep wrinkles run
      across the bridge of the nose and along its sides, a [wrinkled-up|scrunched|scrunched-up|puckered|creased|screwed-up] nose, the
      nose [scrunched|crinkled|puckered|pulled up|creased], nose wrinkles, [wrinkles|creases|folds] [on|along|beside|at the root of] the
      nose, the wings of the nose are pulled up, the nostrils lifted and narrowed, a pinched nose`),
    phrases(`
      upper lip raised, a raised upper lip, the upper lip drawn up, a curled lip, the upper lip is drawn up towards the nose, the upper
      lip [lifted|pulled up|curled|drawn towards the nose|raised in disgust], [gums|teeth and gums] laid bare, a lip curled in disgust,
      the [upper|whole] lip [curls|lifts] towards the nose, a squared upper lip, a lip that lays the gums bare`),
    phrases(`
      cheeks pushed up, cheeks bunched up, deep folds beside the nose, raised cheeks, [bunched|squeezed|lifted] cheeks under narrow
      eyes, deep [folds|furrows|creases] from the nose to the mouth corners, a [twisted|contorted|puckered|grimacing] face`),
    phrases(`
      eyebrows lowered, lowered brows, brows pulled down, lowered brows above a crinkled nose, [brows|eyebrows] [pulled|drawn] down over
      a wrinkled nose, a frown of disgust`),
    phrases(`
      eyes narrowed, squinting eyes, eyes nearly shut, the tongue pushed forward, eyes squeezed narrow by raised cheeks, the lower lip
      sticks out and the mouth corners turn down, a tongue [stuck|sticking|hanging|thrust] out, the tongue [out|pushed out| showing], a
      [gagging|retching|spitting] mouth, a mouth [twisted|open to gag|ready to vomit|pulled askew with disgust], the head [turned|drawn]
      away from the smell, a hand over nose and mouth, fingers pinching the nose, a greenish face, a heaving stomach, a gulping throat,
      a protruding lower lip`),
  ],
  anger: [
    phrases(`
      eyebrows lowered and pinched together, eyebrows drawn down and together, a deep frown, knitted brows, furrowed brows, the eyebrows
      are drawn down and together with upright furrows between them, [brows|eyebrows] [lowered|pulled down|drawn together| pinched
      together|knitted|furrowed|bunched] [in anger|], a [dark|heavy|stern|fierce|angry|thunderous] [brow|scowl|frown], v-shaped
      [brows|eyebrows], low brows, an angry frown, [upright|vertical|deep] [furrows|creases|lines] between the brows`),
    phrases(`
      hard glaring eyes, a fixed stare, a piercing look, glaring eyes, bulging eyes, a fixed glare from under low brows, [blazing|
      burning|fiery|flashing|hard|cold|narrowed|wild|angry|bloodshot|smouldering] eyes, a [hard|hostile|furious|fixed|murderous|
      threatening|withering|deadly] [glare|stare|look], eyes [flashing|blazing|burning] with [rage|anger|fury|hatred], a look that could
      kill, eyes shooting daggers`),
    phrases(`
      lips pressed tight, tightly pressed lips, thin lips, bared teeth, a square shouting mouth, clenched teeth, the lips are pressed
      into a thin hard line, a squared mouth bares clenched teeth, lips [pressed|squeezed|clamped] [together|tight|into a thin line],
      [gritted|grinding|gnashing|clenched] teeth, a [shouting|yelling|snarling|roaring] mouth, a tight mouth, a mouth open in a
      [shout|yell|roar], tightened lips`),
    phrases(`
      nostrils flared, flaring nostrils, wide nostrils, [widened|flared|quivering] nostrils, snorting nostrils, heavy breathing through
      the nose, steam from the ears`),
    phrases(`
      tense eyelids, a clenched jaw, upright lines between the brows, the chin pushed forward, eyelids tightened, a [tight|set|jutting|
      clenched|locked] jaw, a chin thrust forward, a [red|flushed|purple|hot|dark] angry face, a face red with [anger|rage|fury],
      swollen veins on the [neck|temple], throbbing [veins|temples], [clenched|raised|shaking] fists, a pointing finger, tense neck
      muscles, a jaw muscle that twitches, blood rushing to the head, a trembling angry voice`),
  ],
  contempt: [
    phrases(`
      one lip corner tightened and raised, one corner of the mouth pulled up, a one-sided smile, a lopsided mouth, one corner of the
      mouth is pulled up and in, a dimple beside a single tightened lip corner, one [lip|mouth] corner [raised|tightened|pulled back|
      pulled up|tucked in|lifted], [one side|the left side|the right side|only one half] of the mouth [raised|lifted|pulled up|
      tightened|curls up], closed lips slant to one side, a single raised lip corner, an uneven mouth, a mouth raised on one side`),
    phrases(`
      asymmetric smirk, a smirk, a half smile, a crooked smile, a slight sneer, a lopsided half smile, a [smug|scornful|cold|
      mocking|superior|arrogant|contemptuous|self-satisfied|thin] [smirk|smile|sneer], a [crooked|lopsided|one-sided|half|uneven|
      unilateral] [smirk|sneer|smile|grin], a sneering mouth, lips curled in scorn, a sneer on the lips, an ironic smile`),
    phrases(`
      eyelids slightly lowered, half-closed eyes, a look from above, eyes looking sideways, the eyes look down sideways under half
      lowered lids, [half lowered|half-closed|lazy|lowered] [lids|eyelids], a [sidelong|sideways|scornful|disdainful|haughty|cool|
      dismissive|condescending|withering] [glance|look|gaze], eyes [looking down at others|rolled upward|rolling|averted in scorn], eyes
      that roll, a gaze cool and steady, a look down the nose`),
    phrases(`
      chin lifted, a raised chin, the head tilted back, the nose in the air, a [lifted|high|raised|proud] chin, the head [tilted|
      thrown|leaned] back in scorn, the nose held high, a head held haughtily, arms crossed in disdain, a turned-away shoulder, a
      dismissive wave of the hand`),
    phrases(`
      one eyebrow raised, a raised eyebrow, a doubting look, uneven eyebrows, one [brow|eyebrow] [raised|lifted|cocked|arched|higher
      than the other], a cocked eyebrow, the other half of the face stays still, one half of the face moves, an asymmetrical face, a
      [sceptical|doubtful|knowing|mocking] eyebrow`),
  ],
};
