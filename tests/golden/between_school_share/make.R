# Writes input.csv (Hsb82: school, mathematics achievement) and prints what R says of it.
# R 4.x, mlmRev 1.0-8.
library(mlmRev)
data(Hsb82)
Hsb82$school <- factor(as.character(Hsb82$school), ordered = FALSE)
d <- data.frame(school = as.character(Hsb82$school), mAch = sprintf("%.3f", Hsb82$mAch))
write.csv(d, "input.csv", row.names = FALSE, quote = FALSE)
a <- anova(lm(mAch ~ school, Hsb82))
ss <- a[["Sum Sq"]]; ms <- a[["Mean Sq"]]; n <- table(Hsb82$school); N <- sum(n); G <- length(n)
n0 <- (N - sum(n^2) / N) / (G - 1)
f <- a[["F value"]][1]; d1 <- G - 1; d2 <- N - G
lam <- function(p) uniroot(function(l) pf(f, d1, d2, ncp = l) - p, c(100, 5000), tol = 1e-10)$root
lo <- lam(.975); hi <- lam(.025)
b <- function(r) (r - 1) / (r + n0 - 1)
cat(sprintf("%s,%.15g\n", c("eta_squared", "omega_squared", "eta_lower", "eta_upper", "icc", "icc_lower", "icc_upper", "f"),
  c(ss[1] / sum(ss), (ss[1] - d1 * ms[2]) / (sum(ss) + ms[2]), lo / (lo + N), hi / (hi + N), (ms[1] - ms[2]) / (ms[1] + (n0 - 1) * ms[2]),
    b(f / qf(.975, d1, d2)), b(f / qf(.025, d1, d2)), f)), sep = "", file = "expected.csv")
