/** Chinese sentences of the policies. */
import type { NamedShare, PolicyMessages, Signal } from '#mixing/index.ts';
import { threeDigits } from '#mixing/format.ts';
import type { policyEnglish } from '#mixing/words.en.ts';

const percent = (share: number) => `${Number((share * 100).toFixed(1))}%`;
const numbers = new Intl.NumberFormat('zh-CN');
const whole = (value: number) => numbers.format(value);
const names = (all: readonly string[]) => all.join('、');
const mostly = (most: readonly NamedShare[]) =>
	names(most.map(({ name, share }) => `${name} ${percent(share)}`));
const moveText = ([before, after]: readonly [number, number]) =>
	`从 ${percent(before)} 变为 ${percent(after)}`;

const withinNames = {
	random: '随机的样本',
	longest: '回答最长的样本',
	ifd: '困惑度比值（IFD）最高的样本',
	auxiliary: '辅助模型损失最低的样本',
};

const signals: Record<Signal, { readonly noun: string; readonly unit: string }> = {
	loss: { noun: '训练损失', unit: ' nat' },
	progress: { noun: '平滑后的进步', unit: '' },
	smoothedReward: { noun: '平滑后的奖励', unit: '' },
	summedReward: { noun: '累计奖励', unit: '' },
	help: { noun: '仍需训练的程度', unit: '' },
	excess: { noun: '高出参考训练的损失', unit: ' nat' },
	speed: { noun: '预测的学习速度', unit: ' nat/1,000 样本' },
	effect: { noun: '测得的对所有损失的作用', unit: '' },
};

function movedShare(values: PolicyMessages['shares.moved']): string {
	const { signal, name, share, value, follows } = values;
	const { noun, unit } = signals[signal];
	const [from, to] = value.map((one) => (one === null ? null : threeDigits(one)));
	const isSame = percent(share[0]) === percent(share[1]);
	const moved = isSame ? `占比保持在约 ${percent(share[1])}` : `占比${moveText(share)}`;
	if (to === null) return `${name} 还没有${noun}；与其他技能相比，它的${moved}。`;
	if (from === null) return `${name} 的${noun}现在是 ${to}${unit}，它的${moved}。`;
	const change =
		from === to
			? `保持在约 ${to}${unit}`
			: `从 ${from} ${value[1]! > value[0]! ? '升' : '降'}到 ${to}${unit}`;
	return `${name} 的${noun}${change}${follows ? '，所以它的' : '；与其他技能相比，它的'}${moved}。`;
}

const rewards: Record<PolicyMessages['scorer.moved']['reward'], string> = {
	similarity: '相似度',
	difficulty: '难度（相对困惑度）',
	'loss-ratio': '相对基座模型的损失',
	'error-rate': '错误率',
	alignment: '验证损失的下降',
	uncertainty: '答案的不确定度',
};

function rewardedShare(values: PolicyMessages['scorer.moved']): string {
	const { reward, name, share, value, change, partOfAll, follows, approaches } = values;
	const points = change === null ? null : `${(Math.abs(change) * 100).toFixed(0)}%`;
	const moved = change !== null && points !== '0%';
	const finding =
		`${name} 的${rewards[reward]}` +
		(moved
			? `${change > 0 ? '上升' : '下降'}了 ${points}`
			: `${change === null ? '为' : '保持在'} ${Number(value.toPrecision(2))}`);
	if (moved && follows) return `${finding}，所以它的占比${moveText(share)}。`;
	if (!approaches) return `${finding}，所有奖励合在一起使它的占比${moveText(share)}。`;
	const part = `占全部奖励的 ${percent(partOfAll)}`;
	return `${finding}，${moved ? '现在' : ''}${part}，所以它的占比${moveText(share)}。`;
}

export const policySentencesChinese: typeof policyEnglish = {
	'shares.moved': movedShare,
	'shares.same': ({ signal }) => `占比不变：没有技能的${signals[signal].noun}使它改变。`,

	'uniform.mix': ({ skills }) =>
		`${skills} 项技能被抽到的机会相同，各 ${percent(1 / skills)}：小的技能会多次重复，大的技能只用到一部分。`,
	'proportional.mix': ({ largest, smallest }) =>
		`占比与样本数成正比：最大的技能有 ${whole(largest.size)} 个样本，占 ${percent(largest.share)}；` +
		`最小的有 ${whole(smallest.size)} 个，占 ${percent(smallest.share)}。`,
	'temperature.mix': ({ tau, shares, proportional }) =>
		`τ = ${threeDigits(tau)} 时，最大的技能占 ${percent(shares.largest.share)}` +
		`（按比例是 ${percent(proportional.largest.share)}），` +
		`最小的占 ${percent(shares.smallest.share)}（按比例是 ${percent(proportional.smallest.share)}）。`,
	'fixed.set': () => '这些占比由你设定；在你改变之前保持不变。',
	'fixed.equal': () => '每项技能被抽到的机会相同，因为还没有设定占比。移动滑块可以改变。',
	'stratified.mix': () =>
		'每个批次按个数而不是按机会填充：每一步从一项技能抽取的样本数与它的精确占比相差不到 1 个。',
	'timetable.empty': () => '每项技能被抽到的机会相同：时间表还没有点。请添加一个。',
	'timetable.before': ({ step }) => `在时间表的第一个点（第 ${step} 步）之前，占比保持不变。`,
	'timetable.between': ({ step }) => `占比线性地变到时间表第 ${step} 步的占比。`,
	'timetable.after': () => '占比一直保持到结束：时间表没有后面的点。',
	'size-cap.none': ({ cap }) => `没有技能超过 ${whole(cap)} 个样本，所以占比与技能的大小成正比。`,
	'size-cap.limits': ({ cap, skills, share }) =>
		`${whole(cap)} 个样本的上限把 ${names(skills)} 限制为${skills.length === 1 ? '' : '各'}占 ` +
		`${percent(share)}；其他技能按大小抽取。`,
	'unimax.equal': ({ steps, epochs }) =>
		`占比相等：在 ${whole(steps)} 步内没有技能达到 ${threeDigits(epochs)} 轮。`,
	'unimax.proportional': ({ epochs }) =>
		`占比与技能的大小成正比：否则每项技能都会重复超过 ${threeDigits(epochs)} 轮。`,
	'unimax.capped': ({ epochs, capped }) =>
		`如果占比相等，${names(capped.map(({ name, share }) => `${name}（${percent(share)}）`))}` +
		`会重复超过 ${threeDigits(epochs)} 轮，所以得到的更少，其余的由其他技能分摊。`,
	'replay.taken': ({ name, share }) =>
		`这是另一次训练的平均占比，固定不变（${name} 最多，${percent(share)}）：` +
		'保留那次训练的平均值，去掉它的变化。',
	'replay.equal': () => '每项技能被抽到的机会相同：请选择一次训练，重放它的平均混合。',

	'loss-proportional.start': () => '在第一个批次给出损失之前，占比相等。',
	'loss-proportional.ignored': ({ name }) => `混合忽略 ${name} 的一个不是有限数的训练损失。`,
	'loss-proportional.zero': () => '混合不变：所有训练损失都是 0。',
	'odm.start': ({ warmup }) =>
		'在有损失可以比较之前，占比相等' + (warmup > 0 ? `，从第 ${warmup} 步起比较。` : '。'),
	'odm.kept': ({ name }) => `${name} 保留上一次的奖励：它的训练损失不是有限数。`,
	'dynamix-sft.start': ({ gamma }) =>
		`这些是先验占比，其中 ${percent(gamma)} 平均分配：还没有测量到进步。`,
	'dynamix-sft.kept': ({ name }) =>
		`${name} 保留上一次的数值：在它上面的虚拟步给出的损失不是有限数。`,

	'skill-it.waiting': () => '占比相等：在第一步之前测量迁移图。',
	'skill-it.start': ({ targets, steps }) =>
		`占比取决于每项技能单独训练 ${whole(steps)} 步能使` +
		`${targets.length === 0 ? '所有技能' : ` ${names(targets)} `}的损失降低多少；还没有测量验证损失。`,
	'skill-it.measuring': ({ name, done, of }) =>
		`正在测量 ${name} 对其他技能的作用：第 ${done + 1} 个，共 ${of} 个`,
	'skill-it.alone': ({ name }) => `只训练 ${name}。`,
	'skill-it.graph': ({ isRelative, steps, isClipped }) =>
		`从本次训练的基座出发，只用行的技能训练 ${whole(steps)} 步后，列的技能的损失` +
		`${isRelative ? '相对降低的比例' : '降低的 nat 数'}。负数表示遗忘。` +
		'单独训练一项技能大多会遗忘其他技能，所以这张图不表示一项技能在混合中的作用。' +
		(isClipped ? '策略把负的数值当作 0。' : ''),
	'skill-it.unvalidated': ({ skills }) =>
		`${names(skills)}：没有验证样本，所以损失在训练样本上测量，而训练样本的损失也会因为记忆而降低。`,
	'skill-it.unknownEntry': () => '图中有一个数值算作没有作用：它的损失不是有限数。',
	'skill-it.noHelp': () =>
		'占比保持相等：在测量的图中，没有技能帮助目标。可以增加每项技能用于测量的步数。',
	'skill-it.unknownLoss': ({ name }) => `占比不变：${name} 的损失不是有限数。`,

	'aioli.start': () => '在第一次逐项扫描技能之前，占比相等。',
	'aioli.sweep': ({ name, share, steps, done, of }) =>
		`第 ${done} 次扫描，共 ${of} 次：接下来 ${whole(steps)} 步的批次中 ${percent(share)} 是 ${name}，` +
		'用来测量它对所有损失的作用。',
	'aioli.kept': ({ name }) => `${name} 保留上一次的验证损失：新的损失不是有限数。`,
	'aioli.law': () =>
		'扫描中行的技能的占比使列的技能的验证损失降低多少，即上一次更新所用的数值。' +
		'每次扫描都很短，并且在混合中进行，所以数值有噪声。',

	'doremi.waiting': () => '占比相等：在第一步之前先进行参考训练和代理训练。',
	'doremi.preparing': ({ done, of }) =>
		`正在进行${done === 1 ? '参考' : '代理'}训练：第 ${done} 次，共 ${of} 次`,
	'doremi.start': () => '在测得第一个超出的损失之前，占比相等。',
	'doremi.average': ({ name, share }) =>
		`这些是代理训练的平均占比，固定不变；${name} 最多，${percent(share)}。`,
	'doremi.kept': ({ name }) => `${name} 保留上一次超出的损失：新的不是有限数。`,

	'ado.start': ({ warmup }) => `这些是先验占比，直到第 ${whole(warmup)} 步之后第一次拟合。`,

	'msft.waiting': () => '占比相等：在第一步之前，先用试训练寻找过拟合。',
	'msft.preparing': ({ done, of }) => `正在寻找过拟合：第 ${done} 次试训练，最多 ${of} 次`,
	'msft.none': () => '在混合中的技能占比相等：试训练中没有技能过拟合。',
	'msft.active': ({ out, next }) => {
		const left = out.map(({ name, step }) => `${name}（第 ${step} 步）`);
		const begin = left.length > 0 ? `因过拟合而去掉：${names(left)}。` : '';
		const then = next ? `${next.name} 从第 ${next.step} 步起去掉` : '不再去掉其他技能';
		return `${begin}在混合中的技能占比相等；${then}。`;
	},

	'regmix.waiting': () => '这些是先验占比：第一步之前先用随机混合进行试训练。',
	'regmix.preparing': ({ done, of }) => `正在用随机混合试训练：第 ${done} 次，共 ${of} 次`,
	'regmix.mix': ({ name, share, loss }) =>
		`这是预测损失最低的那些混合的平均（${loss.toFixed(2)} nats），固定不变；` +
		`${name} 最多，${percent(share)}。`,
	'regmix.kept': ({ name, share }) =>
		`所有技能的比例都保留，所以没有试训练；${name} 最多，${percent(share)}。`,
	'regmix.law': ({ trials }) =>
		`${whole(trials)} 次试训练各自结束时目标技能的平均验证损失，按其混合排列。` +
		'每次试训练的预测来自不含该次试训练的规律。',

	'scorer.waiting': ({ tau, firstUpdate, interval }) => {
		const prior =
			tau === null
				? '相等'
				: tau === 1
					? '与技能的大小成正比'
					: `介于成正比和相等之间（τ = ${threeDigits(tau)}）`;
		return (
			`占比开始时${prior}；打分器在 ${firstUpdate} 步之后第一次改变它，` +
			`之后每 ${interval === 1 ? '' : `${interval} `}步改变一次。`
		);
	},
	'scorer.moved': rewardedShare,
	'scorer.still': ({ steps, largest, isAtTarget }) =>
		`${steps} 步之后，没有占比的变动超过 ${(largest * 100).toPrecision(1)} 个百分点：` +
		(isAtTarget
			? '占比已达到 R/ΣR。'
			: '打分器的步子太小。提高它的学习率或每次更新的步数，占比会变得更快。'),
	'scorer.allZero': ({ steps }) => `占比不变：${steps} 步之后所有奖励都是 0。`,
	'scorer.oneSkill': () => '只训练一项技能，所以它的占比保持 100%。',
	'scorer.cosines': () =>
		'每项技能的几个训练样本的最后一层平均隐藏状态之间的余弦。它随模型的训练而变化。' +
		'它不是迁移：它不表示训练一项技能对另一项有多大帮助。',
	'scorer.unknown': ({ name, steps }) =>
		`${steps} 步之后 ${name} 的奖励不是有限数，所以打分器使用上一个有限的数值。`,
	'scorer.tooLarge': ({ steps }) => `占比不变：${steps} 步之后的奖励太大，打分器无法计算。`,
	'scorer.mastered': ({ name, share, reward, measured, right, loss }) => {
		const evidence = loss
			? `它的损失从一开始就低（每 token ${loss[0].toFixed(2)} nat，现在 ${loss[1].toFixed(2)}）`
			: `它的答案有 ${percent(right)} 是对的`;
		return (
			`${name} 看来已经掌握，但仍得到 ${percent(share)} 的样本：${evidence}，` +
			`而它的${rewards[reward]}停在 ${measured.toFixed(2)}，因为剩下可学的很少。奖励把这误认为困难。`
		);
	},
	'scorer.unlearnt': ({ name, share, reward, measured, right }) =>
		`${name} 得到 ${percent(share)} 的样本，但没有学会：` +
		`最近 16 次更新中，它的${rewards[reward]}停在 ${measured.toFixed(2)}，` +
		`只有 ${percent(right)} 的答案是对的。它的答案可能是错的，或者对这个模型太难。` +
		'这两种情况下奖励都一直很高。',
	'scorer.starved': ({ name, share, measured, right, baseLoss }) =>
		`${name} 只得到 ${percent(share)} 的样本，尽管它的答案只有 ${percent(right)} 是对的：` +
		`基座模型不认识它的格式（困惑度 ${Math.exp(baseLoss).toFixed(0)}）。` +
		`少量训练就使它的相对困惑度降到 ${measured.toFixed(3)}，奖励把这误认为技能简单。`,
	'mospec.target': ({ name, size }) =>
		`目标是 ${name}${size === null ? '' : `，它的训练样本最少（${whole(size)} 个）`}。`,

	'random-examples.mix': ({ size }) =>
		`${whole(size)} 个样本的机会相同，每个都用过一次之后才会重复。`,
	'highest-loss.start': () => '第一个批次是随机的：还没有测量损失。',
	'highest-loss.batch': ({ share, end, candidates, chosen, all }) =>
		`下一个批次取 ${candidates} 个随机候选样本中损失最${end === 'highest' ? '高' : '低'}的 ` +
		`${percent(share)}：平均 ${chosen.toFixed(2)} nat，全部候选平均 ${all.toFixed(2)}。`,
	'rho-loss.start': () => '第一个批次是随机的：还没有测量可减少的损失。',
	'rho-loss.batch': ({ share, candidates, chosen, all }) =>
		`下一个批次取 ${candidates} 个随机候选样本中可减少的损失最高的 ${percent(share)}：` +
		`平均 ${chosen.toFixed(2)} nat，全部候选平均 ${all.toFixed(2)}。`,
	'rho-loss.preparing': ({ done, of }) => `正在用一半的样本训练：第 ${done} 个，共 ${of} 个`,
	'rho-loss.noAuxiliary': () =>
		'本次训练没有辅助模型，所以由基座权重给出不可减少的损失：' +
		'已学会的内容看起来最不可减少，答案错误时也一样。请选择辅助模型，或用两半样本的模型。',
	'length.start': () => '抽取所有样本：还没有测量答案。',
	'length.kept': ({ size, share, least }) =>
		`只抽取答案最长的 ${whole(size)} 个样本（占全部的 ${percent(share)}）：至少 ${whole(least)} 个 token。`,
	'ifd.start': () => '抽取所有样本：还没有测量比值。',
	'ifd.kept': ({ size, share, least }) =>
		`只抽取 ${whole(size)} 个样本（占全部的 ${percent(share)}）：比值低于 1 的样本中最高的` +
		(least > 0
			? `，不低于 ${least.toFixed(2)}。`
			: '。这样的样本太少，所以有些样本的提示没有帮助。'),
	'within.kept': ({ by, share }) => `每项技能只抽取 ${percent(share)} 的样本：${withinNames[by]}。`,
	'pool.measuring': ({ done, of }) => `正在测量样本：${whole(done)}，共 ${whole(of)}`,

	'raise.waiting': () => '在第一步之前训练选择器。',
	'raise.online': () => '选择器在训练中学习，开始时随机选择。',
	'raise.episode': () => '选择器尝试各种选择，并测量它们的奖励。',
	'raise.picked': ({ candidates, most }) =>
		`在 ${whole(candidates)} 个候选样本中，选择器选得最多的是 ${mostly(most)}。`,
	'raise.lastBatch': ({ most }) => `选择器的上一个批次主要是 ${mostly(most)}。`,
	'raise.loss': ({ targets, loss, start }) =>
		`${targets.length === 0 ? '所有技能' : `${names(targets)} `}的验证损失是 ` +
		`${loss.toFixed(2)} nat；开始时是 ${start.toFixed(2)}。`,
	'raise.unlearnt': () => '它还没有学习，所以随机选择。',
	'raise.learnt': ({ updates }) => `它已从本次训练的选择中学习了 ${whole(updates)} 次。`,
	'raise.influences': () => '如果这个特征取平均值、随机数不变，上一次选择中会改变的比例。',
	'raise.training': ({ episode, episodes, loss }) =>
		`正在训练选择器：第 ${episode} 个回合，共 ${episodes} 个` +
		(loss === null ? '' : `，验证损失 ${loss.toFixed(2)}`),
	'raise.withheld': ({ name, count }) =>
		`${name} 没有验证样本：改用它的 ${count} 个训练样本测量奖励，这些样本不会被选中。`,
	'raise.noisy': ({ name, count }) =>
		`一步的奖励大部分是噪声：${name} 只有 ${whole(count)} 个样本用来测量。`,
	'raise.broken': ({ times }) => `验证损失有 ${whole(times)} 次不是有限数；保留了之前的数值。`,
	'raise.repeats': ({ few, pool }) =>
		`样本池共 ${whole(pool)} 个样本，但到目前为止的选择有一半以上是同样的 ${whole(few)} 个。` +
		'请用采样代替贪心选择、提高温度，或限制重复次数。',
	'raise.noBetter': ({ first, count, last }) =>
		'按验证损失看，选择器并不比随机选择好：' +
		`随机选择的第一个回合结束时是 ${first.toFixed(2)} nat，` +
		`最后 ${count} 个回合平均是 ${last.toFixed(2)}。`,
};
