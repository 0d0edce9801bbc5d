/** Domain against general: the groups that no other group beats on both. */
import { withoutRead, type Estimate, type ReadMeasure } from './measures.ts';
import type { Frontier, FrontierPoint, ReportGroup } from './reportTypes.ts';

/** null if the groups have no domain score or no general score. */
export function frontierOf(
	groups: readonly ReportGroup[],
	measures: readonly ReadMeasure[],
): Frontier | null {
	const domain = measures.find(({ id }) => id === 'domain');
	const general = measures.find(({ id }) => id === 'general');
	if (!domain || !general) return null;
	const points = groups.flatMap(({ label, factors, figures }) => {
		if (!figures.domain || !figures.general) return [];
		const share = factors.domainShare;
		return [
			{
				label,
				domainShare: typeof share === 'number' ? share : null,
				domain: asGain(figures.domain, domain),
				general: asGain(figures.general, general),
			},
		];
	});
	if (points.length === 0) return null;
	return {
		domain: withoutRead(domain),
		general: withoutRead(general),
		points: points.map((point) => ({
			...point,
			onFrontier: !points.some((other) => beats(other, point)),
		})),
	};
}

type Scores = Pick<FrontierPoint, 'domain' | 'general'>;

const beats = (one: Scores, other: Scores): boolean =>
	one.domain.mean >= other.domain.mean &&
	one.general.mean >= other.general.mean &&
	(one.domain.mean > other.domain.mean || one.general.mean > other.general.mean);

/** Negates a loss, so that higher is better. */
function asGain(estimate: Estimate, { better }: ReadMeasure): Estimate {
	if (better === 'higher') return estimate;
	const { mean, low, high, n } = estimate;
	const negative = (value: number | null) => (value === null ? null : -value);
	return { mean: -mean, low: negative(high), high: negative(low), n };
}
