/** What the curve of a lesson's question shows, in words: “capitals: answers right”. */
import { wordsOf } from '#languages/text.ts';
import english from '#languages/en/curves.json' with { type: 'json' };

const curves = wordsOf('curves', english);

type What = Parameters<typeof curves.title>[0]['what'];

/** `measure`: its name in lessons. `skill`: a name; some measures have none. */
export const curveTitle = (measure: string, skill = ''): string =>
	curves.title({ what: measure as What, skill });
