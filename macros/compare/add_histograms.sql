{#
    Add histograms to a profile (see profile_relation) for numeric and time columns whose values may be shown: twenty
    equal bins from the smallest to the largest finite value of both sides. columns: from profiled_columns; tables:
    {side: the table with its rows}; ends: {side: {column id: [smallest, largest] as floats}}. Reads only.
#}
{% macro add_histograms(profile, columns, tables, ends) %}
    {%- set scales = [] -%}
    {%- for column in columns if column["shown"] and column["kind"] in ["number", "float", "time"] -%}
        {%- set profiled = profile["columns"][column["at"]] -%}
        {%- set scale = dbt_wap._scale_of(column, profiled, ends) -%}
        {%- if scale -%}
            {%- do scales.append(scale) -%} {%- do profiled.update({"bins": scale["bins"]}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for side, table in tables.items() if scales -%}
        {%- set counts, here = {}, [] -%}
        {%- for scale in scales if profile["columns"][scale["at"]][side] -%}
            {%- do here.append(scale) -%}
        {%- endfor -%}
        {%- for row in (dbt_wap.rows_of(dbt_wap._bins_sql(table, here)) if here else []) -%}
            {%- do counts.update({[row["i"] | int, row["bin"] | int] | string: row["n"] | int}) -%}
        {%- endfor -%}
        {%- for scale in here -%}
            {%- set bins = [] -%}
            {%- for bin in range(20) -%}
                {%- do bins.append(counts.get([scale["at"], bin] | string, 0)) -%}
            {%- endfor -%}
            {%- do profile["columns"][scale["at"]][side].update({"histogram": bins}) -%}
        {%- endfor -%}
    {%- endfor -%}
{% endmacro %}

{# Return {at, number: the column as a float, low, high, bins: labels of both ends}; none without two ends. Pure. #}
{% macro _scale_of(column, profiled, ends) %}
    {%- set lows, highs = [], [] -%}
    {%- for side in ["before", "after"] if profiled[side] and ends[side][column["id"]][0] is not none -%}
        {%- set low, high = ends[side][column["id"]] -%}
        {%- do lows.append([low | float, profiled[side]["min"]]) -%}
        {%- do highs.append([high | float, profiled[side]["max"]]) -%}
    {%- endfor -%}
    {%- if not lows -%} {%- do return(none) -%} {%- endif -%}
    {%- set low, high, width = lows | min, highs | max, (highs | max)[0] - (lows | min)[0] -%}
    {%- if not (0 < width and width < 1e300) -%} {%- do return(none) -%} {%- endif -%}
    {%- set exact = column["kind"] != "float" -%}
    {%- do return(
        {
            "at": column["at"],
            "number": dbt_wap.to_float(column["id"], column["kind"]),
            "low": low[0],
            "high": high[0],
            "bins": [low[1] if exact else low[0] | string, high[1] if exact else high[0] | string],
        }
    ) -%}
{% endmacro %}

{# Return SQL for the number of values in each bin of each column: (i, bin, n). Pure. #}
{% macro _bins_sql(table, scales) %}
    {% for scale in scales %}
        {{ "union all" if not loop.first }}
        {%- set low, high = dbt_wap._float_sql(scale["low"]), dbt_wap._float_sql(scale["high"]) %}
        select
            {{ scale["at"] }} as i,
            least(
                19,
                cast(floor(20 * ({{ scale["number"] }} - {{ low }}) / ({{ high }} - {{ low }})) as integer)
            ) as bin,
            count(*) as n
        from {{ table }}
        where {{ scale["number"] }} is not null
        group by 2
    {% endfor %}
{% endmacro %}

{% macro _float_sql(number) %} cast({{ number }} as double precision){% endmacro %}
