/** Blind marking by people: the door to evaluation/blind. */
export {
	cellKey,
	gradeOf,
	openMarking,
	pointAt,
	press,
	valueOf,
	type Grade,
	type GradeChange,
	type Marking,
} from './blind/marking.ts';
export { blindPlan, type BlindPair } from './blind/plan.ts';
export {
	blindView,
	type BlindMaterial,
	type BlindResult,
	type BlindTask,
	type BlindView,
} from './blind/view.ts';
