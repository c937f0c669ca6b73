{#
    What the columns of a relation hold, before and after, as report.json has it: NULLs, distinct values, smallest,
    largest, mean, the most frequent values and a histogram. Of a table of more rows than wap_profile_rows about so many are
    taken by chance; `rows` says how many were looked at. Values of masked columns are not asked for. before, after: relations,
    or none; columns: [{name, type, kind, shown,
    before: its name there or none, after: the same}], counts: {before, after}: rows; where: a filter's clause; keys: the columns of the key, as
    in get_comparison. In the warehouse temporary
    tables are made.
#}
{% macro profile_relation(before, after, columns, counts, where="", keys=none) %}
    {%- set limit = dbt_wap.get_var("wap_profile_rows") | int -%}
    {%- if not limit or not columns -%} {%- do return(none) -%} {%- endif -%}
    {%- set profile = {"rows": {"before": none, "after": none}, "columns": []} -%}
    {%- for column in columns -%}
        {%- do profile["columns"].append({"name": column["name"], "type": column["type"], "bins": none, "before": none, "after": none}) -%}
    {%- endfor -%}
    {%- for side, relation in [("before", before), ("after", after)] if relation -%}
        {%- set percent = 100 if counts[side] <= limit else [100.0 * limit / counts[side], 0.000001] | max -%}
        {%- set values = [] -%}
        {%- for column in columns if column[side] -%}
            {%- do values.append(dbt_wap.identifier(column[side]) ~ " as c" ~ columns.index(column)) -%}
        {%- endfor -%}
        {%- do run_query(
            "create or replace temporary table " ~ dbt_wap.scratch_table("profile_" ~ side) ~ " as select " ~ (values or ["1 as nothing"]) | join(", ") ~ " from "
            ~ dbt_wap.sql_name(relation) ~ dbt_wap._some_rows(keys, side, percent, where)
        ) -%}
        {%- do dbt_wap._profile_side(profile, side, columns) -%}
    {%- endfor -%}
    {%- do dbt_wap._add_histograms(profile, columns) -%}
    {%- for column in profile["columns"] -%}
        {%- for side in ["before", "after"] if column[side] -%}
            {%- set bins, counts = column[side]["histogram"], [] -%}
            {%- for bin in range(20) if bins is not none -%}
                {%- do counts.append(bins.get(bin, 0)) -%}
            {%- endfor -%}
            {%- do column[side].update({"histogram": counts or none}) -%}
            {%- do column[side].pop("low") -%} {%- do column[side].pop("high") -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(profile) -%}
{% endmacro %}

{# What follows the name of a table to take so many percent of its rows: with a key the same rows of both sides, so that what differs is no chance. #}
{% macro _some_rows(keys, side, percent, where) %}
    {%- if not keys or percent >= 100 or keys | rejectattr("same_type") | list -%}
        {%- do return(dbt_wap.sample_clause(percent) ~ where) -%}
    {%- endif -%}
    {%- set values = [] -%}
    {%- for column in keys -%}
        {%- do values.append(dbt_wap.form_of(column, dbt_wap.value_of(column, side))) -%}
    {%- endfor -%}
    {%- set chosen = "mod(abs(" ~ dbt_wap.row_hash(values) ~ "), 1000000) < " ~ (percent * 10000) | round | int -%}
    {%- do return((where ~ " and " if where else " where ") ~ chosen) -%}
{% endmacro %}

{# One pass over the rows for the numbers of all columns, one for the most frequent values of those that may be shown. #}
{% macro _profile_side(profile, side, columns) %}
    {%- set table = dbt_wap.scratch_table("profile_" ~ side) -%}
    {%- set facts = ["count(*) as n"] -%}
    {%- set tops = [] -%}
    {%- for column in columns if column[side] -%}
        {%- set c = "c" ~ columns.index(column) -%}
        {%- set form = dbt_wap._profiled_form(column, side, c) -%}
        {%- do facts.append("count(*) - count(" ~ c ~ ") as " ~ c ~ "_nulls") -%}
        {%- do facts.append("count(distinct " ~ form ~ ") as " ~ c ~ "_distinct") -%}
        {%- if column["shown"] and column["kind"] != "other" -%}
            {%- if column["kind"] != "boolean" -%}
                {%- do facts.append(dbt_wap.truncated_text(dbt_wap.shown_text("min(" ~ c ~ ")", column["type"])) ~ " as " ~ c ~ "_min, " ~ dbt_wap.truncated_text(dbt_wap.shown_text("max(" ~ c ~ ")", column["type"])) ~ " as " ~ c ~ "_max") -%}
            {%- endif -%}
            {%- if column["kind"] in ["number", "float", "time"] -%}
                {%- set number = dbt_wap.to_float(c, column["kind"]) -%}
                {%- do facts.append("min(" ~ number ~ ") as " ~ c ~ "_low, max(" ~ number ~ ") as " ~ c ~ "_high") -%}
            {%- endif -%}
            {%- if column["kind"] in ["number", "float"] -%}
                {%- do facts.append(dbt_wap.text_of("avg(" ~ number ~ ")") ~ " as " ~ c ~ "_mean") -%}
            {%- endif -%}
            {%- do tops.append(dbt_wap._top_values_sql(table, columns.index(column), dbt_wap.truncated_text(dbt_wap.shown_text(c, column["type"])), form)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set row = dbt_wap.rows_of("select " ~ facts | join(", ") ~ " from " ~ table)[0] -%}
    {%- do profile["rows"].update({side: row["n"] | int}) -%}
    {%- for column in columns if column[side] -%}
        {%- set c = "c" ~ columns.index(column) -%}
        {%- set found = {"nulls": row[c ~ "_nulls"] | int, "distinct": row[c ~ "_distinct"] | int, "top": [], "histogram": none} -%}
        {%- for name in ["min", "max", "mean", "low", "high"] -%}
            {%- set value = row.get(c ~ "_" ~ name) -%}
            {%- do found.update({name: dbt_wap.parse_truncated(value) if name in ["min", "max"] else value}) -%}
        {%- endfor -%}
        {%- do profile["columns"][columns.index(column)].update({side: found}) -%}
    {%- endfor -%}
    {%- for row in (dbt_wap.rows_of(tops | join(" union all ")) if tops else []) -%}
        {%- do profile["columns"][row["i"] | int][side]["top"].append({"value": dbt_wap.parse_truncated(row["v"]), "rows": row["n"] | int}) -%}
    {%- endfor -%}
{% endmacro %}

{# The most frequent values of column number i, of those that occur more than once. #}
{% macro _top_values_sql(table, i, text, form) %}
    select *
    from
        (
            select {{ i }} as i, min({{ text }}) as v, count(*) as n
            from {{ table }}
            group by {{ form }}
            having count(*) > 1
            order by 3 desc, 2
            limit 5
        ) as t{{ i }}
{% endmacro %}

{# A column of the table of a profile in the form that is compared. #}
{% macro _profiled_form(column, side, name) %}
    {%- set type = column["types"][side] -%}
    {%- set how = dbt_wap.common_form(type, type) -%}
    {%- do return(dbt_wap.comparable_form(how["type"]).replace("{}", how["after"].replace("{}", name))) -%}
{% endmacro %}

{# Twenty equal steps from the smallest to the largest finite value of both sides. #}
{% macro _add_histograms(profile, columns) %}
    {%- set queries = {"before": [], "after": []} -%}
    {%- for column in columns if column["shown"] and column["kind"] in ["number", "float", "time"] -%}
        {%- set i = columns.index(column) -%}
        {%- set profiled, number = profile["columns"][i], dbt_wap.to_float("c" ~ i, column["kind"]) -%}
        {%- set lows, highs = [], [] -%}
        {%- for side in ["before", "after"] if (profiled[side] or {}).get("low") is not none -%}
            {%- do lows.append([profiled[side]["low"] | float, profiled[side]["min"]]) -%}
            {%- do highs.append([profiled[side]["high"] | float, profiled[side]["max"]]) -%}
        {%- endfor -%}
        {%- set low, high = (lows | min, highs | max) if lows else ([0, none], [0, none]) -%}
        {%- if 0 < high[0] - low[0] < 1e300 -%}
            {%- set exact = column["kind"] != "float" -%}
            {%- do profiled.update({"bins": [low[1] if exact else low[0] | string, high[1] if exact else high[0] | string]}) -%}
            {%- for side in ["before", "after"] if profiled[side] -%}
                {%- do profiled[side].update({"histogram": {}}) -%}
                {%- do queries[side].append(
                    "select " ~ i ~ " as i, least(19, cast(floor(20 * (" ~ number ~ " - cast(" ~ low[0] ~ " as float8)) / (cast(" ~ high[0]
                    ~ " as float8) - cast(" ~ low[0] ~ " as float8))) as integer)) as bin, count(*) as n from " ~ dbt_wap.scratch_table("profile_" ~ side)
                    ~ " where " ~ number ~ " is not null group by 2"
                ) -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for side, selects in queries.items() if selects -%}
        {%- for row in dbt_wap.rows_of(selects | join(" union all ")) -%}
            {%- do profile["columns"][row["i"] | int][side]["histogram"].update({row["bin"] | int: row["n"] | int}) -%}
        {%- endfor -%}
    {%- endfor -%}
{% endmacro %}
