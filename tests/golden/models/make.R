# Rscript make.R: writes pupils.csv (synthetic, seeded) and expected.csv with R.
suppressMessages({library(lme4); library(nlme); library(sandwich); library(numDeriv)})
options(digits = 17)
set.seed(20240608)
districts <- 7; schools <- 36
district_of <- sort(sample(districts, schools, TRUE)); residence_of <- sample(c("城区", "乡村"), schools, TRUE, c(0.4, 0.6))
sizes <- sample(5:16, schools, TRUE); school <- rep(seq_len(schools), sizes); n <- length(school)
district_effect <- rnorm(districts, 0, 4); school_effect <- rnorm(schools, 0, 5)
d <- data.frame(school = sprintf("S%02d", school), district = sprintf("D%d", district_of[school]),
                residence = residence_of[school], sex = sample(c("女", "男"), n, TRUE),
                track = sample(c("物理", "历史"), n, TRUE))
d$chinese <- round(90 + 6 * (d$residence == "城区") + 4 * (d$sex == "女") + rnorm(n, 0, 12))
latent <- 80 + district_effect[district_of[school]] + school_effect[school] + 3 * (d$residence == "城区") +
  0.4 * (d$chinese - 90) + 2 * (d$track == "物理") + rnorm(n, 0, 9)
d$mathematics <- round(latent * 2) / 2
d <- d[, c("school", "district", "residence", "sex", "track", "chinese", "mathematics")]
write.csv(setNames(data.frame(sprintf("%d", seq_len(n)), d), c("考号", "学校", "区县", "城乡", "性别", "科类", "语文", "数学")),
          "pupils.csv", row.names = FALSE, quote = FALSE)
# The reference of a key is the first label by code point: 乡村 before 城区, 女 before 男, 历史 before 物理.
d$residence <- factor(d$residence, levels = c("乡村", "城区")); d$sex <- factor(d$sex, levels = c("女", "男"))
d$track <- factor(d$track, levels = c("历史", "物理"))

rows <- list()
put <- function(case, measure, term, value, se = NA, df = NA, lower = NA, upper = NA) {
  f <- function(x) ifelse(is.na(x), "NA", sprintf("%.15g", as.numeric(x)))
  rows[[length(rows) + 1]] <<- data.frame(case, measure, term, value = f(value), se = f(se), df = f(df),
                                          lower = f(lower), upper = f(upper))
}
tight <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-12, maxfun = 1e6))
# The deviance of (residual, school[, district]) with dense matrices, for the observed information.
dense <- function(x, y, z, reml) function(v) {
  V <- diag(v[1], length(y)); for (k in seq_along(z)) V <- V + v[k + 1] * z[[k]]
  R <- chol(V); Xs <- backsolve(R, x, transpose = TRUE); ys <- backsolve(R, y, transpose = TRUE)
  q <- qr(Xs); rss <- sum(qr.resid(q, ys)^2)
  2 * sum(log(diag(R))) + rss + (if (reml) 2 * sum(log(abs(diag(qr.R(q))))) else 0)
}
# Its derivatives: tr(P Z) - y'P Z P y (REML), tr(V^-1 Z) - y'P Z P y (ML).
score <- function(x, y, z, reml) function(v) {
  V <- diag(v[1], length(y)); for (k in seq_along(z)) V <- V + v[k + 1] * z[[k]]
  W <- solve(V); P <- W - W %*% x %*% solve(t(x) %*% W %*% x, t(x) %*% W); e <- P %*% y
  T <- if (reml) P else W
  sapply(c(list(diag(length(y))), z), function(Z) sum(T * Z) - sum(e * (Z %*% e)))
}
polish <- function(g, start) { # Newton on exact derivatives, so that the optimum has all its digits
  for (i in 1:8) start <- start - solve(jacobian(g, start), g(start))
  start
}
models <- list(null = mathematics ~ 1, residence = mathematics ~ residence, full = mathematics ~ residence + track + chinese)
for (name in names(models)) for (reml in c(TRUE, FALSE)) for (nested in c(FALSE, TRUE)) {
  formula <- models[[name]]
  case <- paste(name, if (reml) "reml" else "ml", if (nested) "two" else "one", sep = "_")
  x <- model.matrix(formula, d); y <- d$mathematics
  z <- list(tcrossprod(model.matrix(~0 + school, d))); if (nested) z[[2]] <- tcrossprod(model.matrix(~0 + district, d))
  random <- if (nested) . ~ . + (1 | school) + (1 | district) else . ~ . + (1 | school)
  fit <- lmer(update(formula, random), d, REML = reml, control = tight)
  start <- c(sigma(fit)^2, as.numeric(VarCorr(fit)$school), if (nested) as.numeric(VarCorr(fit)$district))
  f <- dense(x, y, z, reml); g <- score(x, y, z, reml); v <- polish(g, start); information <- jacobian(g, v) / 2; cov <- solve(information)
  stopifnot(max(abs(v / start - 1)) < 1e-4)
  V <- diag(v[1], n); for (k in seq_along(z)) V <- V + v[k + 1] * z[[k]]
  M <- t(x) %*% solve(V, x); beta <- solve(M, t(x) %*% solve(V, y)); se <- sqrt(diag(solve(M)))
  stopifnot(max(abs(beta - fixef(fit))) < 1e-5)
  for (k in seq_along(beta)) put(case, "coefficient", colnames(x)[k], beta[k], se[k])
  put(case, "variance_pupil", "", v[1], sqrt(cov[1, 1])); put(case, "variance_school", "", v[2], sqrt(cov[2, 2]))
  if (nested) put(case, "variance_district", "", v[3], sqrt(cov[3, 3]))
  put(case, "deviance", "", if (reml) f(v) + (n - ncol(x)) * log(2 * pi) else f(v) + n * log(2 * pi))
  stopifnot(abs(as.numeric(if (reml) REMLcrit(fit) else deviance(fit)) - (f(v) + (n - reml * ncol(x)) * log(2 * pi))) < 1e-6)
  if (!nested) {
    devfun <- lmer(update(formula, random), d, REML = reml, devFunOnly = TRUE) # of theta = sqrt(school / residual)
    top <- sqrt(v[2] / v[1]); above <- function(t) devfun(t) - devfun(top) - qchisq(0.95, 1)
    icc <- function(t) t^2 / (1 + t^2)
    low <- if (above(0) <= 0) 0 else icc(uniroot(above, c(0, top), tol = 1e-14)$root)
    put(case, "share_school", "", icc(top), NA, NA, low, icc(uniroot(above, c(top, 50), tol = 1e-14)$root))
  } else {
    share <- v / sum(v)
    for (k in 2:3) {
      slope <- -share[k] / sum(v) + (seq_along(v) == k) / sum(v); s <- sqrt(c(t(slope) %*% cov %*% slope))
      logit <- qlogis(share[k]); reach <- qnorm(0.975) * s / (share[k] * (1 - share[k]))
      put(case, c("", "share_school", "share_district")[k], "", share[k], s, NA, plogis(logit - reach), plogis(logit + reach))
    }
  }
}
# Degrees of freedom by the levels of the covariates.
table <- summary(lme(mathematics ~ residence + track + chinese, d, random = ~1 | school))$tTable
for (k in 2:4) put("full_reml_one", "df", rownames(table)[k], table[k, "DF"])
table <- summary(lme(mathematics ~ residence + track + chinese, d, random = ~1 | district / school))$tTable
for (k in 2:4) put("full_reml_two", "df", rownames(table)[k], table[k, "DF"])

# Oaxaca-Blinder of 城区 − 乡村, errors by school from stacked influences.
a <- d[d$residence == "城区", ]; b <- d[d$residence == "乡村", ]
oaxaca <- function(case, g, first, second, covariates, cluster) {
  x <- model.matrix(covariates, d); keep1 <- g == first; keep2 <- g == second
  y <- d$mathematics; p <- ncol(x)
  part <- function(keep) {
    X <- x[keep, , drop = FALSE]; Y <- y[keep]; B <- solve(crossprod(X)); beta <- B %*% crossprod(X, Y)
    e <- as.numeric(Y - X %*% beta); mean <- colMeans(X)
    inf_b <- matrix(0, n, p); inf_b[keep, ] <- (X * e) %*% B
    inf_m <- matrix(0, n, p); inf_m[keep, ] <- sweep(X, 2, mean) / sum(keep)
    list(beta = as.numeric(beta), mean = mean, inf_b = rowsum(inf_b, cluster), inf_m = rowsum(inf_m, cluster))
  }
  A <- part(keep1); B <- part(keep2); both <- keep1 | keep2; pooled <- part(both)
  xd <- cbind(x, keep1 * 1); Xd <- xd[both, ]; Bd <- solve(crossprod(Xd)); bd <- Bd %*% crossprod(Xd, y[both])
  inf_d <- matrix(0, n, p + 1); inf_d[both, ] <- (Xd * as.numeric(y[both] - Xd %*% bd)) %*% Bd
  dummy <- list(beta = as.numeric(bd)[1:p], inf_b = rowsum(inf_d, cluster)[, 1:p])
  G <- nrow(A$inf_b)
  said <- function(name, term, value, u) put(case, name, term, value, sqrt(G / (G - 1) * sum(u^2)))
  dm <- A$mean - B$mean; u_dm <- A$inf_m - B$inf_m; db <- A$beta - B$beta; u_db <- A$inf_b - B$inf_b
  gap <- mean(y[keep1]) - mean(y[keep2])
  said("endowments", "", sum(dm * B$beta), u_dm %*% B$beta + B$inf_b %*% dm)
  said("coefficients", "", sum(B$mean * db), B$inf_m %*% db + u_db %*% B$mean)
  said("interaction", "", sum(dm * db), u_dm %*% db + u_db %*% dm)
  for (ref in c("first", "second", "pooled", "pooled_with_group")) {
    r <- switch(ref, first = A, second = B, pooled = pooled, pooled_with_group = dummy)
    explained <- sum(dm * r$beta); u <- u_dm %*% r$beta + r$inf_b %*% dm
    u_gap <- A$inf_m %*% A$beta + A$inf_b %*% A$mean - B$inf_m %*% B$beta - B$inf_b %*% B$mean
    said("explained", ref, explained, u); said("unexplained", ref, gap - explained, u_gap - u)
  }
  said("difference", "", gap, A$inf_m %*% A$beta + A$inf_b %*% A$mean - B$inf_m %*% B$beta - B$inf_b %*% B$mean)
}
oaxaca("oaxaca_residence", as.character(d$residence), "城区", "乡村", ~ sex + track + chinese, d$school)
oaxaca("oaxaca_sex", as.character(d$sex), "女", "男", ~ track + chinese, d$school)
write.csv(do.call(rbind, rows), "expected.csv", row.names = FALSE, quote = FALSE)
cat(R.version.string, sapply(c("lme4", "nlme", "numDeriv"), function(p) as.character(packageVersion(p))), "\n")
