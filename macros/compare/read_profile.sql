{#
    Return the profile of a relation on both sides, as in report.json: {rows: {before, after}: the number of profiled
    rows, columns: [{name, type, bins: [smallest, largest] of the histogram, before, after: {nulls, distinct, min, max,
    mean, top: [{value, rows}], histogram: [twenty counts]}}]}; what does not apply is none. A histogram has twenty
    equal bins from the smallest to the largest finite value of both sides. subject: of profile_question; answer: the
    rows of that question. Pure.
#}
{% macro read_profile(subject, answer) %}
    {%- set rows, columns, ends = {"before": none, "after": none}, [], {} -%}
    {%- for column in subject["columns"] -%}
        {%- set own = {"name": column["name"], "type": column["type"], "bins": none, "before": none, "after": none} -%}
        {%- for side in ["before", "after"] if subject[side] and column[side] -%}
            {%- do own.update({side: {"nulls": 0, "distinct": 0, "top": [], "histogram": none}}) -%}
            {%- do own[side].update({"min": none, "max": none, "mean": none}) -%}
        {%- endfor -%}
        {%- do columns.append(own) -%}
    {%- endfor -%}
    {%- for row in answer -%}
        {%- set side, i = row["side"], row["i"] | int -%}
        {%- do rows.update({side: row["n"] | int}) -%}
        {%- if i >= 0 and columns[i][side] -%}
            {%- set found, top = columns[i][side], [] -%}
            {%- for nth in range(1, 6) if row["rows_" ~ nth] is not none -%}
                {%- set value = dbt_wap.parse_truncated(row["value_" ~ nth]) -%}
                {%- do top.append({"value": value, "rows": row["rows_" ~ nth] | int}) -%}
            {%- endfor -%}
            {%- do found.update({"nulls": row["nulls"] | int, "distinct": row["distinct_values"] | int, "top": top}) -%}
            {%- do found.update({"min": dbt_wap.parse_truncated(row["lowest"])}) -%}
            {%- do found.update({"max": dbt_wap.parse_truncated(row["highest"]), "mean": row["mean"]}) -%}
            {%- if row["bins"] is not none -%}
                {%- do found.update({"histogram": row["bins"].split(" ") | map("int") | list}) -%}
            {%- endif -%}
            {%- if row["low"] is not none -%}
                {%- set own = ends.setdefault(i, {"lows": [], "highs": []}) -%}
                {%- do own["lows"].append([row["low"] | float, found["min"]]) -%}
                {%- do own["highs"].append([row["high"] | float, found["max"]]) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for i, found in ends.items() -%}
        {%- do dbt_wap._complete_histogram(columns[i], subject["columns"][i]["kind"], found) -%}
    {%- endfor -%}
    {%- do return({"rows": rows, "columns": columns}) -%}
{% endmacro %}

{# Label the ends of the histogram, if a side has one, and give one without any finite value an empty one. Pure. #}
{% macro _complete_histogram(profiled, kind, ends) %}
    {%- set sides = [] -%}
    {%- for side in ["before", "after"] if profiled[side] -%}
        {%- do sides.append(profiled[side]) -%}
    {%- endfor -%}
    {%- if sides | selectattr("histogram") | list -%}
        {%- for side in sides if side["histogram"] is none -%}
            {%- do side.update({"histogram": [0] * 20}) -%}
        {%- endfor -%}
        {%- set low, high = ends["lows"] | min, ends["highs"] | max -%}
        {%- set labels = [low[0] | string, high[0] | string] if kind == "float" else [low[1], high[1]] -%}
        {%- do profiled.update({"bins": labels}) -%}
    {%- endif -%}
{% endmacro %}
