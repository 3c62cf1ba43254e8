/** English words with feeling. Stems of regular forms are enough: see lexicon.ts. Own list. */
import type { LexiconSource } from './lexicon.ts';

export const english: LexiconSource = {
  feelings: [
    [
      'happy',
      0.9,
      'love adore wonderful fantastic amazing awesome brilliant excellent perfect delighted thrilled ecstatic overjoyed magnificent marvellous marvelous superb',
    ],
    [
      'happy',
      0.65,
      'happy glad great lovely beautiful enjoy fun funny excited exciting joy joyful cheerful delightful smile laugh haha hahaha yay hooray hurray cheers celebrate congratulations proud win won winner best pretty sweet gorgeous charming pleased pleasure favourite favorite lucky bravo',
    ],
    [
      'happy',
      0.4,
      'good nice welcome thanks thank hello hi hey like kind friendly cool neat fine better bright tasty delicious fresh treat gift bonus discount free warm hope helpful recommend easy morning',
    ],
    ['relaxed', 0.6, 'calm relax relaxed peaceful gentle soothing cosy cozy serene tranquil quiet comfortable restful mellow unhurried'],
    ['relaxed', 0.4, 'slowly rest breathe ease safe sleep soft smooth mild worries breath steady patient leisurely cushion'],
    ['sad', 0.85, 'heartbroken miserable devastated tragic grief mourn hopeless despair depressed sorrow agony funeral'],
    [
      'sad',
      0.6,
      'sad unhappy cry crying tears lonely lost upset hurt disappointed disappointing gloomy painful suffer unfortunate tragedy broken miss regret goodbye farewell homesick sadly',
    ],
    [
      'sad',
      0.4,
      'sorry unfortunately pity tired exhausted difficult rough alas apologize apologise apologies weary worried worry failed fail missing poor empty sigh impossible',
    ],
    ['angry', 0.85, 'furious rage hate outrageous disgusting unacceptable infuriating enraged despicable'],
    [
      'angry',
      0.6,
      'angry mad annoyed annoying terrible horrible awful ridiculous stupid scam cheat liar rude shame disgrace nasty bully insult betrayed',
    ],
    ['angry', 0.4, 'bad worst wrong unfair nonsense complain complaint fault blame enough noisy useless waste'],
    ['surprised', 0.8, 'wow whoa unbelievable incredible astonishing shocking astounding omg jaw-dropping mind-blowing gosh'],
    [
      'surprised',
      0.55,
      'surprise surprised surprising suddenly unexpected unexpectedly strange curious really seriously guess secret imagine miracle magic huh',
    ],
  ],
  phrases: [
    [
      'relaxed',
      0.45,
      "no worries|no problem|don't worry|do not worry|take your time|no hurry|take it easy|no rush|not to worry|take a breath|you're welcome|you are welcome",
    ],
    ['sad', 0.55, "sold out|out of stock|i am afraid|i'm afraid|too bad|what a pity|what a shame|bad news"],
    ['surprised', 0.75, 'no way|oh my|can you believe|who would have thought|guess what|my goodness'],
    [
      'happy',
      0.6,
      "good news|well done|good job|see you soon|nice to meet you|nice to see you|good to see you|can't wait|cannot wait|you're so kind|makes my day",
    ],
    ['angry', 0.6, 'fed up|shut up|how dare you|sick of|rip off'],
  ],
  negations:
    "not no never don't doesn't didn't isn't aren't wasn't weren't won't wouldn't can't cannot couldn't shouldn't haven't hasn't without hardly neither nor ain't",
  boosters: 'very really so extremely absolutely totally incredibly truly super too completely utterly deeply such quite',
  dampers: 'slightly somewhat bit little rather fairly kinda maybe perhaps almost mildly',
  nods: "yes|yeah|yep|sure|of course|certainly|exactly|right|indeed|agreed|absolutely|definitely|hello|hi|hey|welcome|thanks|thank you|you're welcome|no problem|good morning|good evening|okay|ok|all right|alright|my pleasure|got it|i see",
  shakes:
    "sorry|unfortunately|sadly|can't|cannot|i don't know|i'm not sure|not sure|not available|sold out|out of stock|no way|never|afraid not|i won't|it won't|not really|nope|impossible",
  brows: 'wow|whoa|really|seriously|incredible|unbelievable|guess what|amazing|secret|surprise|only|exactly|never|oh my',
};
