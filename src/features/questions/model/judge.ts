/** A judge model at an OpenAI-compatible address: the door to evaluation/judge. */
export { askJudge, type JudgeConnection } from './judge/chat.ts';
export { JudgeError, type JudgeFault } from './judge/faults.ts';
export {
	judgeAnswers,
	type JudgedAnswer,
	type JudgeOutcome,
	type JudgeWatcher,
	type Unscored,
} from './judge/judgeAnswers.ts';
export { judgedCategories } from './judge/prompt.ts';
export {
	judgeLimits,
	originOf,
	parseJudge,
	parseKey,
	type JudgeSettings,
	type MarkScale,
} from './judge/settings.ts';
