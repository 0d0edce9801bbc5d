/** Chinese words of a study's report: sentences, names of measures and titles. */
import { translated } from '#engine/core/language.ts';
import { statementText } from '#engine/core/message.ts';
import {
	differenceText,
	differenceValue,
	inBrackets,
	leads,
	measureAbout,
	measurePhrase,
	measureTitle,
} from './measureWords.ts';
import { pPhrase } from '#lab/features/studies/measureWords.en.ts';
import { axisName } from '#lab/features/studies/model/axes.ts';
import type { Evidence, Sides } from '#lab/features/studies/model/messages.ts';
import type { Study } from '#lab/features/studies/model/study.ts';
import type { reportEnglish } from '#lab/features/studies/report.en.ts';
import { analysisSentences, analysisTitles, powerSentence } from './analysis.ts';

const numbers = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 3 });
const number = (value: number) => numbers.format(value);
const whole = (value: number) => number(Math.round(value));
const mostNames = 4;
const list = (names: readonly string[]): string =>
	names.slice(0, mostNames).join('；') + (names.length > mostNames ? ` 等 ${names.length} 个` : '');

function evidenceText(evidence: Evidence): string {
	const { measure, mean, bootstrap, student, wins, ties, losses, pairs, seeds } = evidence;
	const range = ({ low, high }: { readonly low: number; readonly high: number }) =>
		`${differenceValue(low, measure.unit)} 到 ${differenceValue(high, measure.unit)}`;
	const n = pairs === seeds ? `${pairs} 个种子` : `${seeds} 个种子的 ${pairs} 对`;
	const equal = ties > 0 ? `，${ties} 对相等` : '';
	return (
		`${differenceText(mean, measure.unit)}` +
		`（自助法 95%：${range(bootstrap)}，Student t：${range(student)}；` +
		`${pairs} 对中 ${wins} 对更好${equal}，${losses} 对更差；n = ${n}）。`
	);
}

const decided = (verdict: '优于' | '不如', evidence: Evidence) =>
	`${evidence.label} 在${measurePhrase(evidence.measure)}上${verdict} ${evidence.against}` +
	`${inBrackets(evidence.within)}：${evidenceText(evidence)}`;

const undecided = (evidence: Evidence) =>
	`难分高下：在${measurePhrase(evidence.measure)}上，这项研究无法区分 ${evidence.label} 和 ` +
	`${evidence.against}${inBrackets(evidence.within)}：${evidenceText(evidence)}`;

const seedsNeeded = (needed: number | null, most: number): string =>
	needed === null
		? `即使 ${number(most)} 个种子也无法区分这么小的差异。`
		: `如果差异保持这么大，大约 ${number(needed)} 个种子可以区分。`;

const differ = ({ label, against, within, factor }: Sides & { factor: string }, what: string) =>
	`${label} 和 ${against}${inBrackets(within)}不只在${translated(axisName(factor))}上不同：${what}。`;

type BudgetKind = NonNullable<Study['budget']>['kind'];
const budgetUnits: Readonly<Record<BudgetKind, string>> = {
	updates: '次更新',
	tokens: '个 token',
	seconds: '秒',
};
const costNote = '策略的测量和准备另外计算；见“开销”。';
const budgetNotes: Readonly<Record<BudgetKind, (amount: string) => string>> = {
	updates: (amount) => `每个单元有 ${amount} 次更新，除非它的策略设定了另一个数。${costNote}`,
	tokens: (amount) => `每个单元训练 ${amount} 个 token 和最后一个批次的剩余部分。${costNote}`,
	seconds: (amount) =>
		`每个单元有 ${amount} 秒用于训练步以及策略的测量和准备；评估不计入。` +
		'步数取决于设备和它的其他负载。',
};

const sentences: (typeof reportEnglish)['sentences'] = {
	'headline.decided': ({ apart, of, ...lead }) =>
		`有区别：${leads(lead)}${of > 1 ? `（${of} 项比较中有 ${apart} 项有区别）` : ''}。`,
	'headline.close': ({ more, ...lead }) =>
		`难分高下：${leads(lead)}` +
		(more === null ? '。' : `；大约再加 ${number(more)} 个种子可以区分（检验功效 80%）。`),
	'headline.alone': ({ p, adjusted, of, ...lead }) =>
		`校正后没有区别：${leads(lead)}（${pPhrase(p)}；` +
		`对 ${of} 项比较做 Holm 校正后为 ${adjusted.toFixed(4)}）。`,
	'headline.oneSeed': (lead) => `一个种子：${leads(lead)}。请用更多种子重复，再下结论。`,

	'verdict.noPairs': ({ label, against, within }) =>
		`没有种子在 ${label} 和 ${against}${inBrackets(within)}中都已完成：没有可比较的内容。`,
	'verdict.oneSeed': ({ label, against, within, measure, mean }) =>
		`一个种子：无法判断偶然的影响。${label} 减 ${against}${inBrackets(within)}，` +
		`${measurePhrase(measure).trim()}：${differenceText(mean, measure.unit)}（n = 1）。`,
	'verdict.better': (evidence) => decided('优于', evidence),
	'verdict.worse': (evidence) => decided('不如', evidence),
	'verdict.undecided': ({ bootstrapOnly, needed, most, ...evidence }) =>
		undecided(evidence) +
		(bootstrapOnly ? '只有自助法区间不含 0，但配对这么少时它太窄。' : '') +
		(evidence.pairs !== evidence.seeds ? '' : seedsNeeded(needed, most)),
	'verdict.allEqual': (evidence) => `${undecided(evidence)}所有配对都相等。`,
	'verdict.twoEqualPairs': (evidence) =>
		`${undecided(evidence)}两对的差异相同，所以不知道它们的离散程度：请添加第三个种子。`,
	'verdict.others': ({ verdict, measures }) =>
		`同样${verdict === 'better' ? '更好' : '更差'}的还有：` +
		`${measures.map((one) => measurePhrase(one).trim()).join('，')}。`,
	'verdict.alone': ({ p, adjusted, of }) =>
		`对 ${of} 项比较做 Holm 校正后没有区别（${pPhrase(p)}，校正后 ${adjusted.toFixed(4)}）。`,
	'verdict.noCommonScore': () => '没有可比较的内容：各单元没有共同的分数。',

	'differ.backends': ({ pairs, of, backends: [a, b], ...sides }) =>
		differ(sides, `${of} 对中有 ${pairs} 对在 ${a} 和 ${b} 上训练`),
	'differ.engines': ({ pairs, of, engines, ...sides }) =>
		differ(sides, `${of} 对中有 ${pairs} 对用引擎版本 ${engines.join('、')} 训练`),
	'differ.skills': ({ skills, ...sides }) => {
		const [a, b] = skills.map((names) => names.join('、') || '没有技能');
		return differ(sides, `平均和最差分别针对 ${a} 和 ${b}`);
	},
	'differ.steps': ({ a, b, ...sides }) => differ(sides, `步数，${whole(a)} 与 ${whole(b)}`),
	'differ.tokens': ({ a, b, ...sides }) =>
		differ(sides, `训练的 token 数，${whole(a)} 与 ${whole(b)}`),
	'differ.updates': ({ a, b, ...sides }) =>
		differ(sides, `第一步之前的更新次数，${whole(a)} 与 ${whole(b)}`),
	'differ.seconds': ({ a, b, mostSteps, ...sides }) =>
		differ(
			sides,
			`计入的时间，${a.toFixed(1)} 秒与 ${b.toFixed(1)} 秒（训练最多 ${mostSteps} 步）`,
		),

	'cells.failed': ({ cells }) => `${cells.length} 个单元失败，已略去：${list(cells)}。`,
	'groups.empty': ({ groups }) => `还没有完成的单元：${list(groups)}。`,
	'group.incomplete': ({ label, n, planned, missingSeeds }) => {
		const missing = missingSeeds.length > 0 ? `；缺少种子：${missingSeeds.join('、')}` : '';
		return `${label}：${planned} 个单元中完成了 ${n} 个${missing}。它的数字只来自这些单元。`;
	},
	'cells.backends': ({ backends }) =>
		`各单元在不同的后端上训练（${backends.join('、')}）：相同实验的结果会略有不同。`,
	'cells.engines': ({ engines }) =>
		`各单元由不同版本的引擎训练（${engines.join('、')}）：相同实验的结果可能不同。` +
		'请用同一版本重新训练这项研究。',
	'budget.notReached': ({ cells, kind, amount }) =>
		`${list(cells)}：在用完 ${number(amount)} ${budgetUnits[kind]}的预算之前达到了最多步数。` +
		'请给实验更多的步数。',
	'budget.spentBeforehand': ({ cells, seconds }) =>
		`${list(cells)}：策略的准备用完了 ${number(seconds)} 秒的预算，只够训练一步。请给研究更多时间。`,
	'cells.warned': ({ cells, message }) => `${list(cells)}：${statementText(message)}`,

	'note.n': () => 'n 是计算均值的单元数。括号内是它们的 95% 百分位自助法区间。',
	'note.examples': ({ low, high }) =>
		`每个单元结束时，每项技能用 ${low === high ? low : `${low} 到 ${high}`} 个留出样本计分。` +
		'区间包含由此产生的离散。',
	'note.measure': ({ measure }) => `${measureTitle(measure)}：${measureAbout(measure)}`,
	'note.paired': () =>
		'差异是配对的：种子相同，其他因素也都相同。只有当自助法区间和 Student t 区间都不含 0 时，才认为两者有区别。',
	'note.chance': ({ differences, byChance }) =>
		`${differences} 个差异，置信度 95%：即使毫无区别，也大约有 ${byChance} 个会仅因偶然而不含 0。`,
	'note.holm': () =>
		'粗体（图中为实心）只表示：对同一指标的各项比较的配对 t 检验做 Holm 校正后，p 仍低于 5%。',
	...analysisSentences,
	'note.oneSeed': () => '一个种子：无法判断偶然的影响。',
	'note.budget': ({ kind, amount }) => budgetNotes[kind](number(amount)),
	'note.epochs': () => '轮数决定步数：轮数多的训练更长。',
};

const titles: (typeof reportEnglish)['titles'] = {
	scores: '分数',
	shares: '要求的占比与实际占比',
	sharesAbout: 'n 个单元的均值：策略要求的占比 / 抽到的样本占比 / 其 token（提示和回答）占比。',
	cost: '开销',
	costAbout: 'n 个单元的均值。',
	differences: '差异',
	frontier: '领域与通用',
	grid: (policy, measure) => `${policy}：规模 × 轮数，${measure}`,
	warnings: '警告',
	failures: '失败的单元',
	notes: '如何阅读',
	counts: (finished, planned, failed) =>
		`${planned} 个单元中完成了 ${finished} 个${failed > 0 ? `，${failed} 个失败` : ''}。`,
	origin: (models, devices, engines) =>
		[
			`模型 ${models.join('、')}`,
			...(devices.length > 0 ? [`在 ${devices.join('、')} 上训练`] : []),
			...(engines.length > 0 ? [`引擎版本 ${engines.join('、')}`] : []),
		].join('；') + '。',
	experiment: '实验链接，粘贴到实验室的“分享”中的“打开链接”：',
	n: 'n',
	nOf: (n, planned) => (n === planned ? String(n) : `${n} / ${planned}`),
	withN: (text, n) => `${text}，n = ${n}`,
	units: { share: '%', nats: 'nat' },
	differenceUnits: { share: '百分点', nats: 'nat', ratio: '倍' },
	against: '对比对象',
	onFrontier: '在前沿上',
	yes: '是',
	no: '否',
	loss: '损失',
	student: (low, high) => `t ${low} 到 ${high}`,
	interval: (mean, low, high) => `${mean}（${low} 到 ${high}）`,
	...analysisTitles,
	verdicts: {
		alone: '单独检验有区别，Holm 校正后没有',
		better: '有区别：更好',
		worse: '有区别：更差',
		undecided: '无法区分',
		unknown: '配对太少',
	},
	costs: {
		steps: '步数',
		bestStep: '最佳检查点的步',
		tokens: 'token 数',
		seconds: '秒数',
		millisecondsPerStep: '每步毫秒数',
		probeShare: '探测，占训练的 %',
		updates: '事先的更新次数',
		measured: '事先测量的样本',
		secondsBeforehand: '事先的秒数',
		noisyShare: '错误答案，占样本的 %',
	},
};

export const reportChinese: typeof reportEnglish = {
	sentences,
	titles,
	measureTitle,
	frontierTitle: (measure) =>
		measure.better === 'higher' ? measureTitle(measure) : `${measureTitle(measure)}，取负`,
	powerSentence,
};
