//! What is said of linked scores.

use crate::figures::Phrase;

pub static EQUIVALENT_GROUPS: Phrase = Phrase::new("link_equivalent_groups", "随机等组", "equivalent groups");
pub static SINGLE_GROUP: Phrase = Phrase::new("link_single_group", "单组", "a single group");
pub static N_MINUS_1: Phrase = Phrase::new("link_n_minus_1", "标准差的分母为 n − 1", "deviations with n − 1");
pub static N: Phrase = Phrase::new("link_n", "标准差的分母为 n", "deviations with n");
pub static UNSMOOTHED: Phrase = Phrase::new("link_unsmoothed", "不平滑", "not smoothed");
pub static SMOOTHED: Phrase =
    Phrase::new("link_smoothed", "对数线性平滑，{} 次", "log-linear presmoothing of degree {}");
pub static CLIPPED: Phrase =
    Phrase::new("link_clipped", "截到另一卷的分数范围", "cut to the range of the other form");
pub static ANALYTIC: Phrase = Phrase::new("link_analytic", "误差由解析公式", "analytic errors");
pub static BY_PUPILS: Phrase = Phrase::new(
    "link_by_pupils",
    "误差由考生自助法，{} 次，种子 {}",
    "errors by a bootstrap of pupils, {} replicates, seed {}",
);
pub static BY_SCHOOLS: Phrase = Phrase::new(
    "link_by_schools",
    "误差由学校自助法，{} 次，种子 {}",
    "errors by a bootstrap of schools, {} replicates, seed {}",
);
pub static NO_FORM: Phrase =
    Phrase::new("link_no_form", "没有该卷的考生", "nobody of that group sat one of the forms");
pub static TOO_FEW: Phrase =
    Phrase::new("link_too_few", "一卷不足 30 人，不作等值", "fewer than 30 sat one of the forms");
pub static TOO_FEW_BUT_FOR_MEANS: Phrase = Phrase::new(
    "link_too_few_but_for_means",
    "一卷不足 100 人，只作平均数等值",
    "fewer than 100 sat one of the forms: linked by means only",
);
pub static OUTSIDE: Phrase =
    Phrase::new("link_outside", "该卷没有人的分数到过这里", "outside the scores that the form has");
pub static NO_SPREAD: Phrase =
    Phrase::new("link_no_spread", "一卷的分数全都相同", "all have one score of a form");
pub static DEGREE: Phrase = Phrase::new(
    "link_degree",
    "平滑次数不低于不同分数的个数，或平滑没有收敛",
    "the degree is not below the number of distinct scores, or the smoothing did not converge",
);
pub static OF_OTHER_FORM: Phrase =
    Phrase::new("link_other_form", "另一卷 {} 人", "{} candidates of the other form");
pub static BEYOND: Phrase =
    Phrase::new("link_beyond", "超出另一卷出现过的分数", "beyond the scores that the other form has");
pub static RANK_MATCHING: Phrase = Phrase::new(
    "link_rank_matching",
    "没有共同试题的跨年换算以两年考生水平相同为前提，不能用来比较两年的水平",
    "without common items a link of two years assumes cohorts of equal ability and says nothing of a change",
);
pub static PAIRS_NEEDED: Phrase = Phrase::new(
    "link_pairs_needed",
    "单组的误差要用每名考生的两个分数，这里没有算；可用学校自助法",
    "errors of a single group need both scores of each pupil and are left out; a bootstrap of schools gives them",
);
pub static BOOTSTRAP_NEEDED: Phrase = Phrase::new(
    "link_bootstrap_needed",
    "等百分位的误差由自助法给出",
    "errors of the equipercentile method come of a bootstrap",
);
pub static NO_SCHOOLS: Phrase =
    Phrase::new("link_no_schools", "不足两所已知的学校，没有误差", "fewer than two known schools: no error");
pub static NOT_THE_SAME: Phrase = Phrase::new(
    "link_not_the_same",
    "两科实考人数不同：有考生只考了一科，单组应只含两科都考的考生",
    "some sat one of the subjects only: a single group should be of those who sat both",
);
