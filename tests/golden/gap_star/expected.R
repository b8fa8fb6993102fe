# Clustered errors of the gap on Tennessee STAR; writes expected_r.csv. Run beside star.csv (see SOURCE.md).
suppressMessages({library(sandwich); library(clubSandwich); library(survey); library(boot)})
star <- read.csv("star.csv", colClasses = c(school = "character", type = "character"))
star <- star[star$type %in% c("rural", "urban"), ]
out <- data.frame()
put <- function(name, value) out <<- rbind(out, data.frame(name, value = sprintf("%.15g", value)))
cr2 <- function(model, data, contrast) {
  v <- vcovCR(model, cluster = data$school, type = "CR2")
  test <- linear_contrast(model, v, contrasts = matrix(contrast, 1), test = "Satterthwaite")
  c(se = sqrt(drop(t(contrast) %*% v %*% contrast)), df = test$df, lower = test$CI_L, upper = test$CI_U)
}
three <- star[star$year == 2003, ]
three$first <- as.numeric(three$type == "rural")
means <- lm(math ~ 0 + type, three)
both <- lm(math ~ first, three)
put("difference cr1 se", sqrt(vcovCL(both, cluster = three$school, type = "HC0", cadjust = TRUE)[2, 2]))
e <- cr2(means, three, c(1, -1))
for (each in names(e)) put(paste("difference cr2", each), e[[each]])
put("difference cr2 p", coef_test(both, vcovCR(both, cluster = three$school, type = "CR2"), test = "Satterthwaite")$p_Satt[2])
b <- coef(means)
e <- cr2(means, three, c(1 / b[1], -1 / b[2]))
put("ratio", b[1] / b[2]); put("ratio cr2 log se", e[["se"]]); put("ratio cr2 df", e[["df"]])
three$reached <- as.numeric(three$math >= 625)
rates <- lm(reached ~ 0 + type, three); r <- coef(rates)
e <- cr2(rates, three, c(100, -100))
put("rate_difference", 100 * (r[1] - r[2])); put("rate_difference cr2 se", e[["se"]]); put("rate_difference cr2 df", e[["df"]])
e <- cr2(rates, three, c(1 / r[1], -1 / r[2]))
put("rate_ratio", r[1] / r[2]); put("rate_ratio cr2 log se", e[["se"]]); put("rate_ratio cr2 df", e[["df"]])
odds <- r * (1 - r); e <- cr2(rates, three, c(1 / odds[1], -1 / odds[2]))
put("odds_ratio", r[1] / (1 - r[1]) / (r[2] / (1 - r[2]))); put("odds_ratio cr2 log se", e[["se"]]); put("odds_ratio cr2 df", e[["df"]])
two <- star[star$year %in% c(2002, 2003), ]
two$cell <- interaction(two$year, two$type)  # 2002.rural 2003.rural 2002.urban 2003.urban
e <- cr2(lm(math ~ 0 + cell, two), two, c(-1, 1, 1, -1))
for (each in names(e)) put(paste("change cr2", each), e[[each]])
years <- sort(unique(star$year)); k <- (years - mean(years)) / sum((years - mean(years))^2)
star$cell <- interaction(star$year, star$type)
all <- lm(math ~ 0 + cell, star)
put("slope", sum(c(k, -k) * coef(all)))
e <- cr2(all, star, c(k, -k))
for (each in names(e)) put(paste("slope cr2", each), e[[each]])
design <- svydesign(ids = ~school, data = three[three$type == "rural", ], weights = ~1)
kg <- svyciprop(~reached, design, method = "beta")
put("korn_graubard rate", 100 * coef(kg)[[1]]); put("korn_graubard lower", 100 * attr(kg, "ci")[[1]]); put("korn_graubard upper", 100 * attr(kg, "ci")[[2]])
write.csv(out, "expected_r.csv", row.names = FALSE, quote = FALSE)
# Bootstrap of schools by package boot, 50,000 replicates: agrees up to the Monte Carlo error of either.
set.seed(1)
sums <- aggregate(math ~ school + type, three, function(v) c(length(v), sum(v)))
sums <- data.frame(type = sums$type, n = sums$math[, 1], sum = sums$math[, 2])
gap <- function(data, i) {
  d <- data[i, ]; a <- d$type == "rural"
  sum(d$sum[a]) / sum(d$n[a]) - sum(d$sum[!a]) / sum(d$n[!a])
}
resampled <- boot(sums, gap, R = 50000, strata = as.integer(factor(sums$type)))
# boot.ci takes the influences of all strata as of one sample; with strata they count per school (Davison & Hinkley
# 1997, p. 210), so they are handed over.
first <- sums$type == "rural"
of <- function(a) (sums$sum - sums$n * sum(sums$sum[a]) / sum(sums$n[a])) / sum(sums$n[a])
interval <- boot.ci(resampled, type = c("perc", "bca"), L = ifelse(first, of(first), -of(!first)))
boot_out <- data.frame(name = c("se", "percentile lower", "percentile upper", "bca lower", "bca upper"),
  value = sprintf("%.6g", c(sd(resampled$t), interval$percent[4:5], interval$bca[4:5])))
write.csv(boot_out, "expected_boot.csv", row.names = FALSE, quote = FALSE)
