/** One colour and one shape per skill: Okabe–Ito for domain skills, grey for general text. */
import type { SkillInfo } from '#engine/data/skill.ts';

export type SkillStyle = Readonly<ReturnType<typeof skillStyle>>;

/** Paths in a 12 × 12 box. */
export const shapes = [
	'M6 1a5 5 0 1 0 0 10A5 5 0 1 0 6 1Z',
	'M1.5 1.5h9v9h-9Z',
	'M6 1 11.5 11H.5Z',
	'M6 .5 11.5 6 6 11.5.5 6Z',
	'M6 11 .5 1h11Z',
	'M4 1h4v3h3v4H8v3H4V8H1V4h3Z',
	'M1 4h10v4H1Z',
	'M4 1h4v10H4Z',
	'M6 1a5 5 0 1 0 0 10A5 5 0 1 0 6 1Zm0 2.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 1 1 0-5Z',
] as const;

/** Tell lines of the same colour apart. */
export const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 2], [8, 3, 2, 3]];
/** Colours of mixes and of runs: none is a skill's. */
const mixColors = ['ink', 'accent', 'lane-2', 'lane-3', 'lane-4', 'lane-5'] as const;
const mixDashes = [...dashes, [12, 4], [4, 4]];

/** The style of a mix or a run in a list. After six colours another dash; 36 are different. */
export const mixStyle = (index: number) => ({
	color: `var(--${mixColors[index % mixColors.length]})`,
	dash: mixDashes[Math.floor(index / mixColors.length) % mixDashes.length],
});
const colors = 8;
const generalShape = 8;

/** The domain skills of the lab, each with a colour of its own. Other skills take free colours. */
const labSkills = [
	'pirate',
	'french',
	'addition',
	'extraction',
	'sorting',
	'reversing',
	'subtraction',
	'capitals',
];
const generalSkill = 'stories';

/**
 * In the order of the experiment's skills. A skill has its style by its id, whatever its place: a
 * file prefers a colour by its id and takes the next free one. After eight skills colours repeat
 * with other shapes.
 */
export function skillStyles(
	experiment: { readonly skills: readonly { readonly id: string }[] },
	infos: readonly Pick<SkillInfo, 'id' | 'role'>[],
): readonly SkillStyle[] {
	const isGeneral = (id: string) =>
		id === generalSkill || infos.find((info) => info.id === id)?.role === 'general';
	const ids = experiment.skills.map(({ id }) => id);
	const taken = new Set(ids.map((id) => labSkills.indexOf(id)));
	return ids.map((id) => {
		if (isGeneral(id)) return skillStyle('--skill-general', generalShape, dashes[3]);
		const labIndex = labSkills.indexOf(id);
		const index = labIndex >= 0 ? labIndex : freeIndex(preferredColor(id), taken);
		taken.add(index);
		const round = Math.floor(index / colors);
		return skillStyle(
			`--skill-${index % colors}`,
			(index + 3 * round) % colors,
			dashes[(index + round) % dashes.length],
		);
	});
}

/** The sum of the letters' codes: equal for equal ids, and spread well enough for eight colours. */
const preferredColor = (id: string): number =>
	[...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % colors;

/** From the preferred colour on; each colour once, then each a second time, and so on. */
function freeIndex(preferred: number, taken: ReadonlySet<number>): number {
	for (let round = 0; ; round++)
		for (let k = 0; k < colors; k++) {
			const index = colors * round + ((preferred + k) % colors);
			if (!taken.has(index)) return index;
		}
}

/** `shape`: an entry of `shapes`. `dash`: in CSS pixels; empty: solid. */
const skillStyle = (variable: string, shape: number, dash: readonly number[]) => ({
	/** A CSS colour: a variable of tokens.css, so that it follows the theme. */
	color: `var(${variable})`,
	shape,
	dash,
});
