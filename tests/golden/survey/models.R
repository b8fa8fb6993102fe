# Rscript models.R: reads sample.csv and writes models.csv: what make.R leaves out, with plausible values.
suppressMessages(library(survey))
options(digits = 17, survey.lonely.psu = "fail")
d <- read.csv("sample.csv")
rows <- list()
put <- function(case, what, term, combined) {
  rows[[length(rows) + 1]] <<- data.frame(case, what, term, value = sprintf("%.15g", combined[1]),
                                          se = sprintf("%.15g", combined[2]), df = sprintf("%.15g", combined[3]))
}
columns <- function(p) d[, grep(paste0("^", p, "[0-9]+$"), names(d))]
designs <- list(
  linear = svydesign(ids = ~school, strata = ~stratum, weights = ~w, data = d, nest = TRUE),
  fay = suppressWarnings(svrepdesign(data = d, weights = ~w, repweights = columns("F"), type = "Fay", rho = 0.3,
                                     combined.weights = TRUE, mse = TRUE)),
  jk1 = suppressWarnings(svrepdesign(data = d, weights = ~w, repweights = columns("J"), type = "JK1", scale = 15 / 16,
                                     combined.weights = TRUE, mse = TRUE)))
zone <- function(z, other) ifelse(d$zone == z, 2 * (if (other) 1 - d$half else d$half), 1) * d$w
both <- cbind(sapply(1:8, zone, other = FALSE), sapply(1:8, zone, other = TRUE))
designs$jk2_both <- svrepdesign(data = d, weights = ~w, repweights = both, type = "other", scale = 0.5, rscales = rep(1, 16),
                                combined.weights = TRUE, mse = TRUE)
rubin <- function(values, variances, complete, first = FALSE) {
  m <- length(values); ubar <- if (first) variances[1] else mean(variances); b <- var(values); t <- ubar + (1 + 1 / m) * b
  lambda <- (1 + 1 / m) * b / t; old <- (m - 1) / lambda^2
  observed <- (complete + 1) / (complete + 3) * complete * (1 - lambda)
  c(mean(values), sqrt(t), old * observed / (old + observed))
}
pv <- function(m) paste0("PV", m, "MATH")
each <- function(fit) lapply(1:5, fit)
both_of <- function(fits, at, complete, first = FALSE)
  rubin(sapply(fits, function(f) coef(f)[[at]]), sapply(fits, function(f) vcov(f)[at, at]), complete, first)
for (case in names(designs)) {
  s <- designs[[case]]
  complete <- switch(case, linear = degf(s), jk2_both = 7, ncol(weights(s, "analysis")) - 1)
  put(case, "first", "", both_of(each(function(m) svymean(as.formula(paste0("~", pv(m))), s)), 1, complete, TRUE))
  fits <- each(function(m) svyglm(as.formula(paste0(pv(m), " ~ sex + zone")), s))
  for (term in names(coef(fits[[1]]))) put(case, "linear", term, both_of(fits, term, complete))
  fits <- each(function(m) svyglm(as.formula(paste0("I(as.numeric(", pv(m), " >= 500)) ~ sex + zone")), s,
                                  family = quasibinomial, epsilon = 1e-14, maxit = 100))
  if (case != "jk1")
    for (term in names(coef(fits[[1]]))) put(case, "logistic", term, both_of(fits, term, complete))
  # The m-th plausible value on the m-th of another: here reading plus the value of the next.
  fits <- each(function(m) svyglm(as.formula(paste0(pv(m), " ~ ", pv(m %% 5 + 1))), s))
  put(case, "on_values", "", both_of(fits, 2, complete))
  if (inherits(s, "svyrep.design")) {
    # Statistics without a function in the package: anew under each replicate weight.
    wvar <- function(x, w) sum(w * (x - sum(w * x) / sum(w))^2) / sum(w)
    of <- function(f) each(function(m) withReplicates(s, function(w, data) f(w, data[[pv(m)]], data$sex == "f")))
    wd <- function(w, y, g) (sum(w[g] * y[g]) / sum(w[g]) - sum(w[!g] * y[!g]) / sum(w[!g])) /
      sqrt((wvar(y[g], w[g]) + wvar(y[!g], w[!g])) / 2)
    auc <- function(w, y, g) sum(outer(w[g], w[!g]) * (outer(y[g], y[!g], ">") + outer(y[g], y[!g], "==") / 2)) /
      (sum(w[g]) * sum(w[!g]))
    put(case, "d", "f-m", both_of(of(wd), 1, complete))
    put(case, "auc", "f-m", both_of(of(auc), 1, complete))
    put(case, "v", "f-m", both_of(of(function(w, y, g) sqrt(2) * qnorm(auc(w, y, g))), 1, complete))
    r2 <- function(w, y, g) { x <- as.numeric(g); f <- lm.wfit(cbind(1, x, d$zone), y, w)
      1 - sum(w * f$residuals^2) / (wvar(y, w) * sum(w)) }
    put(case, "r_squared", "", both_of(of(r2), 1, complete))
  } else {
    ds <- each(function(m) {
      s <- update(s, y = s$variables[[pv(m)]], g = as.numeric(sex == "f"))
      t <- svytotal(~g + I(g * y) + I(g * y^2) + I(1 - g) + I((1 - g) * y) + I((1 - g) * y^2), s)
      names(t) <- attr(t, "names") <- c("w1", "y1", "q1", "w2", "y2", "q2")
      attr(t, "var") <- `dimnames<-`(attr(t, "var"), list(names(t), names(t)))
      svycontrast(t, quote((y1 / w1 - y2 / w2) / sqrt((q1 / w1 - (y1 / w1)^2 + q2 / w2 - (y2 / w2)^2) / 2)))
    })
    put(case, "d", "f-m", both_of(ds, 1, complete))
  }
}
# Zones 1 to 4 as an earlier cycle, 5 to 8 as a later one, each a sample of its own: change of the mean of reading.
change <- lapply(list(earlier = 1:4, later = 5:8), function(zones) {
  s <- svydesign(ids = ~school, strata = ~stratum, weights = ~w, data = subset(d, zone %in% zones), nest = TRUE)
  svymean(~reading, s, na.rm = TRUE)
})
variances <- sapply(change, vcov); total <- sum(variances) + 2.5^2
put("trend", "mean", "later-earlier", c(coef(change$later) - coef(change$earlier), sqrt(total), total^2 / sum(variances^2 / 4)))
put("average", "mean", "", c(mean(sapply(change, coef)), sqrt(sum(variances)) / 2, sum(variances)^2 / sum(variances^2 / 4)))
write.csv(do.call(rbind, rows), "models.csv", row.names = FALSE, quote = FALSE)
