{#
    Return the profile of a relation on both sides, as in report.json: {rows: {before, after}: the number of profiled
    rows, columns: [{name, type, bins: [smallest, largest] of the histogram, before, after: {nulls, distinct, min, max,
    mean, top: [{value, rows}], histogram: [twenty counts]}}]}; what does not apply is none. A histogram has twenty
    equal bins from the smallest to the largest finite value of both sides. subject: of profile_question; answer: the
    rows of that question. Pure.
#}
{% macro read_profile(subject, answer) %}
    {%- set rows, columns, ends, values = {"before": none, "after": none}, [], {}, [] -%}
    {%- for side in rows if subject[side] -%} {%- do rows.update({side: 0}) -%} {%- endfor -%}
    {%- for column in subject["columns"] -%}
        {%- set own = {"name": column["name"], "type": column["type"], "bins": none, "before": none, "after": none} -%}
        {%- for side in rows if subject[side] and column[side] -%}
            {%- do own.update({side: {"nulls": 0, "distinct": 0, "top": [], "histogram": none}}) -%}
            {%- do own[side].update({"min": none, "max": none, "mean": none}) -%}
        {%- endfor -%}
        {%- do columns.append(own) -%}
    {%- endfor -%}
    {%- for row in answer -%}
        {%- do values.extend([row["lowest"], row["highest"]]) -%}
        {%- for nth in range(1, 6) -%} {%- do values.append(row["value_" ~ nth]) -%} {%- endfor -%}
    {%- endfor -%}
    {%- set shown = dbt_wap.parse_truncated(values) | batch(7) | list -%}
    {%- for row in answer -%}
        {%- set side, i, texts = row["side"], row["i"] | int, shown[loop.index0] -%}
        {%- do rows.update({side: row["n"] | int}) -%}
        {%- if i >= 0 -%}
            {%- set found, top, column = columns[i][side], [], subject["columns"][i] -%}
            {%- set kind = column["kind"] if column["shown"] else "other" -%}
            {%- for nth in range(1, 6) if kind != "other" and row["rows_" ~ nth] is not none -%}
                {%- do top.append({"value": texts[nth + 1], "rows": row["rows_" ~ nth] | int}) -%}
            {%- endfor -%}
            {%- do found.update({"nulls": row["nulls"] | int, "distinct": row["distinct_values"] | int, "top": top}) -%}
            {%- if kind in ["number", "float", "time", "text"] -%}
                {%- do found.update({"min": texts[0], "max": texts[1]}) -%}
            {%- endif -%}
            {%- if kind in ["number", "float"] -%}
                {%- do found.update({"mean": row["mean"]}) -%}
            {%- endif -%}
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
    {%- do dbt_wap._complete_histograms(columns, subject["columns"], ends) -%}
    {%- do return({"rows": rows, "columns": columns}) -%}
{% endmacro %}

{# Label the ends of the histograms that a side has, and give a side without any finite value an empty one. Pure. #}
{% macro _complete_histograms(columns, profiled, ends) %}
    {%- for i, found in ends.items() -%}
        {%- set sides = [columns[i]["before"], columns[i]["after"]] | reject("none") | list -%}
        {%- if sides | selectattr("histogram") | list -%}
            {%- for side in sides if side["histogram"] is none -%}
                {%- do side.update({"histogram": [0] * 20}) -%}
            {%- endfor -%}
            {%- set low, high = found["lows"] | min, found["highs"] | max -%}
            {%- set float = profiled[i]["kind"] == "float" -%}
            {%- do columns[i].update(
                {"bins": [low[0] | string, high[0] | string] if float else [low[1], high[1]]}
            ) -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}
