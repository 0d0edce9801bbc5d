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

const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 2], [8, 3, 2, 3]];
const colors = 8;
const generalShape = 8;

/** In the order of the experiment's skills. After eight skills colours repeat with other shapes. */
export function skillStyles(
	experiment: { readonly skills: readonly { readonly id: string }[] },
	infos: readonly Pick<SkillInfo, 'id' | 'role'>[],
): readonly SkillStyle[] {
	let domain = 0;
	return experiment.skills.map(({ id }) => {
		const general = infos.find((info) => info.id === id)?.role === 'general';
		if (general) return skillStyle('--skill-general', generalShape, dashes[3]);
		const index = domain++;
		const round = Math.floor(index / colors);
		return skillStyle(
			`--skill-${index % colors}`,
			(index + 3 * round) % colors,
			dashes[(index + round) % dashes.length],
		);
	});
}

/** `shape`: an entry of `shapes`. `dash`: in CSS pixels; empty: solid. */
const skillStyle = (variable: string, shape: number, dash: readonly number[]) => ({
	/** A CSS colour: a variable of tokens.css, so that it follows the theme. */
	color: `var(${variable})`,
	shape,
	dash,
});
