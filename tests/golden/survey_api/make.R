# Rscript make.R: writes api.csv (data of the R package survey), pisa.csv (synthetic, seeded) and expected.csv.
suppressMessages(library(survey))
options(digits = 17)
data(api)
rows <- list()
put <- function(case, what, group, value, se = NA, lower = NA, upper = NA) {
  number <- function(x) if (is.na(x)) "" else sprintf("%.15g", as.numeric(x))
  rows[[length(rows) + 1]] <<- data.frame(case, what, group, value = number(value), se = number(se),
                                          lower = number(lower), upper = number(upper))
}
# One file: srs, strat, clus1 and clus2 of the package, with their weights and population sizes.
columns <- c("snum", "dnum", "stype", "api00", "api99", "ell", "meals", "mobility", "enroll", "api.stu", "sch.wide", "pw")
sample <- function(name, data, fpc, fpc2 = NA) {
  cbind(sample = name, data[, columns], fpc = data[[fpc]], fpc2 = if (is.na(fpc2)) NA else data[[fpc2]])
}
api <- rbind(sample("srs", apisrs, "fpc"), sample("strat", apistrat, "fpc"), sample("clus1", apiclus1, "fpc"),
             sample("clus2", apiclus2, "fpc1", "fpc2"))
api$fpc2[is.na(api$fpc2)] <- ""
jk1 <- as.svrepdesign(svydesign(id = ~dnum, weights = ~pw, data = apiclus1), mse = TRUE)
weights <- weights(jk1, "analysis")
for (r in seq_len(ncol(weights))) { api[[paste0("J", r)]] <- ""; api[[paste0("J", r)]][api$sample == "clus1"] <- sprintf("%.17g", weights[, r]) }
write.csv(api, "api.csv", row.names = FALSE, quote = FALSE, na = "")

srs <- svydesign(id = ~1, weights = ~pw, data = apisrs)
strat <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat)
strat_fpc <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat, fpc = ~fpc)
clus1 <- svydesign(id = ~dnum, weights = ~pw, data = apiclus1)
clus1_fpc <- svydesign(id = ~dnum, weights = ~pw, data = apiclus1, fpc = ~fpc)
clus2 <- svydesign(id = ~dnum + snum, weights = ~pw, data = apiclus2, fpc = ~fpc1 + fpc2)
designs <- list(srs = srs, strat = strat, strat_fpc = strat_fpc, clus1 = clus1, clus1_fpc = clus1_fpc, clus2 = clus2, jk1 = jk1)

for (case in names(designs)) {
  d <- designs[[case]]
  put1 <- function(what, x, group = "") put(case, what, group, coef(x)[1], SE(x)[1])
  put1("mean", svymean(~api00, d))
  put1("total", svytotal(~enroll, d, na.rm = TRUE))
  put1("ratio", svyratio(~api.stu, ~enroll, d, na.rm = TRUE))
  v <- svyvar(~api00, d)
  if (!inherits(d, "svyrep.design")) put(case, "sd_sample", "", sqrt(coef(v)), SE(v) / (2 * sqrt(coef(v))))
  # Correlation: the delta method over five means (linear), or anew under each replicate.
  if (inherits(d, "svyrep.design")) {
    cor_of <- function(w, data) { x <- data$api00; y <- data$meals; mx <- sum(w * x) / sum(w); my <- sum(w * y) / sum(w)
      sum(w * (x - mx) * (y - my)) / sqrt(sum(w * (x - mx)^2) * sum(w * (y - my)^2)) }
    put1("correlation", withReplicates(d, cor_of))
    sd_of <- function(w, data) { x <- data$api00; m <- sum(w * x) / sum(w); sqrt(sum(w * (x - m)^2) / sum(w)) }
    put1("sd", withReplicates(d, sd_of))
    sd_sample_of <- function(w, data) sd_of(w, data) * sqrt(nrow(data) / (nrow(data) - 1))
    put1("sd_sample", withReplicates(d, sd_sample_of))
    for (p in c(0.25, 0.5, 0.75)) put1("quantile", withReplicates(d, function(w, data) survey:::qrule_math(data$api00, w, p)), p)
  } else {
    m <- svymean(~I(api00) + I(meals) + I(api00^2) + I(meals^2) + I(api00 * meals), d)
    names(m) <- attr(m, "names") <- c("x", "y", "xx", "yy", "xy")
    attr(m, "var") <- `dimnames<-`(attr(m, "var"), list(names(m), names(m)))
    put1("correlation", svycontrast(m, quote((xy - x * y) / sqrt((xx - x^2) * (yy - y^2)))))
    put1("sd", svycontrast(m, quote(sqrt(xx - x^2))))
    for (p in c(0.25, 0.5, 0.75)) {
      q <- svyquantile(~api00, d, p)
      put(case, "quantile", p, coef(q), SE(q), confint(q)[1], confint(q)[2])
    }
    q <- svyquantile(~api00, d, 0.5, alpha = 0.1)
    put(case, "quantile90", 0.5, coef(q), SE(q), confint(q)[1], confint(q)[2])
    deff <- svymean(~api00, d, deff = "replace"); put(case, "deff_replacement", "", attr(deff, "deff"))
    deff <- svymean(~api00, d, deff = TRUE); put(case, "deff_finite", "", attr(deff, "deff"))
    beta <- svyciprop(~I(api00 >= 700), d, method = "beta"); ci <- confint(beta)
    put(case, "rate_beta", "", 100 * coef(beta), NA, 100 * ci[1], 100 * ci[2])
  }
  logit <- svyciprop(~I(api00 >= 700), d, method = "xlogit", df = degf(d)); ci <- confint(logit)
  put(case, "rate_logit", "", 100 * coef(logit), 100 * SE(logit), 100 * ci[1], 100 * ci[2])
  shares <- svymean(~stype, d)
  for (at in seq_along(coef(shares))) put(case, "share", sub("stype", "", names(coef(shares))[at]), 100 * coef(shares)[at], 100 * SE(shares)[at])
  by <- svyby(~api00, ~sch.wide, d, svymean, covmat = TRUE)
  gap <- svycontrast(by, c(1, -1)); put(case, "gap", "No-Yes", coef(gap), SE(gap))
  lin <- svyglm(api00 ~ ell + meals + mobility, d)
  for (term in names(coef(lin))) put(case, "linear", term, coef(lin)[[term]], SE(lin)[[term]])
  fac <- svyglm(api00 ~ meals + factor(stype), d)
  for (term in names(coef(fac))) put(case, "factor", sub("factor\\(stype\\)", "stype=", term), coef(fac)[[term]], SE(fac)[[term]])
  log <- svyglm(I(as.numeric(api00 >= 700)) ~ ell + mobility, d, family = quasibinomial, epsilon = 1e-14, maxit = 100)
  for (term in names(coef(log))) put(case, "logistic", term, coef(log)[[term]], SE(log)[[term]])
}
# Domain degrees of freedom: those of the schools that are one type only.
put("clus1", "df_domain", "H", degf(subset(clus1, stype == "H")))
put("strat", "df_domain", "H", degf(subset(strat, stype == "H")))
# Lonely strata: districts as strata of apiclus1, one of which has a single school.
for (policy in c("remove", "certainty", "adjust", "average")) {
  options(survey.lonely.psu = policy)
  d <- svydesign(id = ~1, weights = ~pw, strata = ~dnum, data = apiclus1)
  m <- svymean(~api00, d); put(paste0("lonely_", policy), "mean", "", coef(m), SE(m))
}
options(survey.lonely.psu = "fail")
# Two columns of strata together.
d <- svydesign(id = ~1, strata = ~interaction(stype, sch.wide), weights = ~pw, data = apistrat)
m <- svymean(~api00, d); put("strat_two", "mean", "", coef(m), SE(m))
# By hand: quantiles and rates of small samples of equal weights.
small <- function(y, w = rep(1, length(y))) suppressWarnings(svydesign(id = ~1, weights = ~w, data = data.frame(y = y, w = w)))
q <- svyquantile(~y, small(c(1:9, 100, 200, 300)), 0.5)
put("small", "woodruff", "0.5", coef(q), SE(q), confint(q)[1], confint(q)[2])
one <- c(1, rep(0, 49))
for (method in c("xlogit", "beta")) {
  ci <- svyciprop(~y, small(one), method = method, df = 49)
  put("small", paste0("one_of_50_", method), "", 100 * coef(ci), NA, 100 * confint(ci)[1], 100 * confint(ci)[2])
}
write.csv(do.call(rbind, rows), "expected.csv", row.names = FALSE, quote = FALSE)
cat(R.version.string, as.character(packageVersion("survey")), "\n")
