{#
    Return the results of max_null_increase: one for each column over its limit, or one for all columns. The increase is
    a number of rows (a whole number as limit) or percentage points of the share of NULLs (a limit such as "1%"). Fails
    if NULLs were not counted; `fault`: why. Pure.
#}
{% macro judge_nulls(entry, nulls, fault=none) %}
    {%- if not nulls -%} {%- do return([]) -%} {%- endif -%}
    {%- set gate = "max_null_increase" -%}
    {%- set first = nulls[0]["limits"] | first -%}
    {%- if entry["unreadable"] -%}
        {%- do return([dbt_wap.gate_result(entry, gate, first, false, "could not be read")]) -%}
    {%- endif -%}
    {%- if entry["status"] in ["identical", "unchanged_definition"] -%}
        {%- do return([dbt_wap.gate_result(entry, gate, first, true, "no value changed")]) -%}
    {%- endif -%}
    {%- set results, rises, rows = [], [], entry["rows"] -%}
    {%- for column in nulls if column["after"] is none -%}
        {%- for at in column["limits"] -%}
            {%- set text = "NULLs could not be counted" ~ (": " ~ fault if fault else "") -%}
            {%- do results.append(dbt_wap.gate_result(entry, gate, at, false, text, column["name"])) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for column in nulls if column["after"] is not none -%}
        {%- set old, new = column["before"], column["after"] -%}
        {%- set rise = dbt_wap._percent(new, rows["after"]) - dbt_wap._percent(old, rows["before"]) -%}
        {%- set points = ("+" if rise >= 0 else "") ~ dbt_wap.three_digits(rise) -%}
        {%- set text = "NULLs in " ~ old ~ " -> " ~ dbt_wap.counted(new, "row") ~ " (" ~ points ~ " points)" -%}
        {%- do rises.append({"rise": rise, "text": column["name"] ~ ": " ~ text}) -%}
        {%- for at in column["limits"] -%}
            {%- set limit = at["limit"] -%}
            {%- set ok = rise <= limit.rstrip("% ") | float if limit is string else new - old <= limit -%}
            {%- if not ok -%}
                {%- do results.append(dbt_wap.gate_result(entry, gate, at, false, text, column["name"])) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set worst = rises | sort(attribute="rise", reverse=true) | first -%}
    {%- do return(results or [dbt_wap.gate_result(entry, gate, first, true, worst["text"])]) -%}
{% endmacro %}

{% macro _percent(count, rows) %} {%- do return(100.0 * count / rows if rows else 0.0) -%} {% endmacro %}
