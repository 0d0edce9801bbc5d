/** The measure of a skill in an experiment. */
import { canonicalJson } from '#engine/core/json.ts';
import { isOfTexts } from '#engine/core/measureKinds.ts';
import type { Measure } from '#engine/core/measures.ts';
import type { SkillInfo } from '#engine/data/skill.ts';

/** The field of an experiment's skill. */
interface Named {
	readonly measure?: Measure;
}
type Measured = Pick<SkillInfo, 'source' | 'measure'>;
/** What a reference without a measure means. A link has the same meaning for whoever opens it. */
const defaultMeasure = ({ source, measure }: Measured): Measure =>
	source === 'builtin' || isOfTexts(measure) ? measure : { kind: 'exact' };

/** The measure of a skill in an experiment. */
export const measureIn = (ref: Named, info: Measured): Measure =>
	ref.measure ?? defaultMeasure(info);

/** The field of a reference; none for the measure that it has without one. */
export const withoutDefaultMeasure = (measure: Measure, info: Measured): Named =>
	canonicalJson(measure) === canonicalJson(defaultMeasure(info)) ? {} : { measure };
